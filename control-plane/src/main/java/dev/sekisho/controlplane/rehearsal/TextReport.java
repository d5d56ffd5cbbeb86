package dev.sekisho.controlplane.rehearsal;

import dev.sekisho.controlplane.rehearsal.Finding.Level;
import java.io.PrintWriter;

/** The report for people: a line for each finding, and a last one that sums up. */
public final class TextReport {

  private TextReport() {}

  /** Writes the report. */
  public static void write(AnalysisReport report, PrintWriter out) {
    report.findings().forEach(finding -> out.println(line(finding)));
    out.println(summary(report));
    out.flush();
  }

  private static String line(Finding finding) {
    String subject = finding.object().isEmpty() ? "" : finding.object() + ": ";
    String rule =
        finding.policy().isEmpty() ? "" : " [" + finding.policy() + " " + finding.rule() + "]";
    return finding.place() + ": " + word(finding) + ": " + subject + finding.message() + rule;
  }

  private static String word(Finding finding) {
    if (finding.isUnreadable()) {
      return "error";
    }
    return switch (finding.level()) {
      case ERROR -> "denied";
      case WARNING -> "warning";
      case NOTE -> "dryrun";
    };
  }

  private static String summary(AnalysisReport report) {
    long unreadable = report.findings().stream().filter(Finding::isUnreadable).count();
    return counted(report.objects(), "object")
        + ", "
        + counted(report.count(Level.ERROR) - unreadable, "violation")
        + ", "
        + counted(report.count(Level.WARNING), "warning")
        + (unreadable == 0 ? "" : ", " + counted(unreadable, "problem") + " of input")
        + "; "
        + (report.policies() == 0
            ? "no policy among them, nothing is enforced: name policies with --policies DIR"
            : policies(report));
  }

  private static String policies(AnalysisReport report) {
    return (report.policies() == 1 ? "1 policy" : report.policies() + " policies")
        + ", revision "
        + report.revision();
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
