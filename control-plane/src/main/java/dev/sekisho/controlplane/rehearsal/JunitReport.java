package dev.sekisho.controlplane.rehearsal;

import dev.sekisho.controlplane.rehearsal.Finding.Level;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report as JUnit XML, which build servers show as failed tests: one case for each object or
 * file with findings, one that passed for all the others together.
 */
public final class JunitReport {

  private static final String NAME = "name";

  private JunitReport() {}

  /** The document. */
  public static String of(AnalysisReport report) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      suite(report, xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text takes whatever is written", e);
    }
    return text.toString();
  }

  private static void suite(AnalysisReport report, XMLStreamWriter xml) throws XMLStreamException {
    Map<String, List<Finding>> cases =
        report.findings().stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.object().isEmpty() ? f.file() : f.object(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    long failures = cases.values().stream().filter(JunitReport::failed).count();
    xml.writeStartElement("testsuite");
    xml.writeAttribute(NAME, "sekisho analyze");
    xml.writeAttribute("tests", Integer.toString(cases.size() + 1));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", "0");
    for (var each : cases.entrySet()) {
      testCase(each.getKey(), each.getValue(), xml);
    }
    xml.writeEmptyElement("testcase");
    xml.writeAttribute("classname", "sekisho");
    xml.writeAttribute(NAME, "all others of " + report.objects() + " objects");
    xml.writeEndElement();
  }

  private static boolean failed(List<Finding> findings) {
    return findings.stream().anyMatch(f -> f.level() == Level.ERROR);
  }

  private static void testCase(String name, List<Finding> findings, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", findings.getFirst().file());
    xml.writeAttribute(NAME, name);
    for (Finding finding : findings) {
      xml.writeStartElement(finding.level() == Level.ERROR ? "failure" : "system-out");
      if (finding.level() == Level.ERROR) {
        xml.writeAttribute("type", finding.rule());
        xml.writeAttribute("message", valid(finding.message()));
      }
      xml.writeCharacters(valid(finding.place() + " " + finding.path() + ": " + finding.message()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** XML 1.0 has no control characters but these, not even escaped. */
  private static String valid(String text) {
    return text.codePoints()
        .map(c -> c >= 0x20 || c == '\t' || c == '\n' ? c : ' ')
        .map(c -> (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
