package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report as one JSON object, with the keys of {@link Finding} and {@link AnalysisReport}. */
public final class JsonReport {

  private JsonReport() {}

  /** The report. */
  public static ObjectNode of(AnalysisReport report) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("objects", report.objects());
    json.put("policies", report.policies());
    json.put("revision", report.revision());
    var findings = json.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("level", finding.level().word())
          .put("file", finding.file())
          .put("line", finding.position().line())
          .put("column", finding.position().column())
          .put("object", finding.object())
          .put("policy", finding.policy())
          .put("rule", finding.rule())
          .put("path", finding.path())
          .put("message", finding.message());
    }
    return json;
  }
}
