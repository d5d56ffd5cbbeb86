package dev.sekisho.controlplane.rehearsal;

import dev.sekisho.controlplane.rehearsal.Finding.Level;
import java.util.List;

/**
 * What an analysis found.
 *
 * @param findings by file, in the order in which the files were given, then by place
 * @param objects how many were reviewed
 * @param policies how many are in force
 * @param revision of the policies
 */
public record AnalysisReport(List<Finding> findings, int objects, int policies, String revision) {

  public AnalysisReport {
    findings = List.copyOf(findings);
  }

  /** Whether something couldn't be read, so that the findings may not be all. */
  public boolean unreadable() {
    return findings.stream().anyMatch(Finding::isUnreadable);
  }

  public boolean hasErrors() {
    return count(Level.ERROR) > 0;
  }

  long count(Level level) {
    return findings.stream().filter(f -> f.level() == level).count();
  }
}
