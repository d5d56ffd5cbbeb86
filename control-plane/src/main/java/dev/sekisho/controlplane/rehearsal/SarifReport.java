package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.TreeSet;

/**
 * The report in SARIF, which code hosts show beside the changed lines.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
public final class SarifReport {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  /**
   * @param version of this program
   */
  public static ObjectNode of(AnalysisReport report, String version) {
    var sarif = JsonNodeFactory.instance.objectNode();
    sarif.put("$schema", SCHEMA).put("version", "2.1.0");
    var run = sarif.putArray("runs").addObject();
    // Columns are counted in characters, not in UTF-16 units, which is SARIF's default.
    run.put("columnKind", "unicodeCodePoints");
    var driver = run.putObject("tool").putObject("driver");
    driver.put("name", "sekisho").put("version", version);
    var rules = driver.putArray("rules");
    var ids = new TreeSet<String>();
    report.findings().forEach(finding -> ids.add(finding.rule()));
    ids.forEach(id -> rules.addObject().put("id", id));
    var results = run.putArray("results");
    report.findings().forEach(finding -> result(finding, results));
    return sarif;
  }

  private static void result(Finding finding, ArrayNode results) {
    var result = results.addObject();
    result.put("ruleId", finding.rule()).put("level", finding.level().word());
    result
        .putObject("message")
        .put(
            "text",
            finding.object().isEmpty()
                ? finding.message()
                : finding.object() + ": " + finding.message());
    var location = result.putArray("locations").addObject().putObject("physicalLocation");
    location.putObject("artifactLocation").put("uri", uri(finding.file()));
    location
        .putObject("region")
        .put("startLine", finding.position().line())
        .put("startColumn", finding.position().column());
    result.putObject("properties").put("policy", finding.policy()).put("path", finding.path());
  }

  /** Relative paths stay relative: the reader knows the root of the checkout. */
  private static String uri(String file) {
    try {
      return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
    } catch (URISyntaxException e) {
      return file;
    }
  }
}
