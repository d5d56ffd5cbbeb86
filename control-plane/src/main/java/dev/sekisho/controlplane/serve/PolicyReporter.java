package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.PolicyReport;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of policies what became of them, and keeps the last good ones. Only a change of
 * a ConfigMap's content is told: writing the status is none, so that it never leads to another. For
 * the model's thread.
 */
final class PolicyReporter {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.policies");

  private final ClusterSource source;
  private final Map<ObjectKey, Map<String, String>> kept;
  private final List<PolicyReport> waiting = new ArrayList<>();

  /**
   * @param kept what is kept as last good at the start
   */
  PolicyReporter(ClusterSource source, Map<ObjectKey, Map<String, String>> kept) {
    this.source = source;
    this.kept = new HashMap<>(kept);
  }

  void add(PolicyReport report) {
    if (report.changed()) {
      waiting.add(report);
    }
  }

  void removed(ObjectKey configMap) {
    if (kept.remove(configMap) != null) {
      LOG.info("{}: removed", configMap);
      source.dropLastGood(configMap);
    }
  }

  /** Tells what has come together; the revision is that of all policies together. */
  void flush(ClusterState state) {
    String revision = state.policies().revision().toString();
    var reports = List.copyOf(waiting);
    waiting.clear(); // first: what fails isn't tried again with every change of anything
    for (PolicyReport report : reports) {
      log(report, revision);
      keep(report, state);
      report
          .status()
          .annotation(revision)
          .filter(text -> !report.current().equals(Optional.of(text)))
          .ifPresent(text -> source.writePolicyStatus(report.configMap(), report.uid(), text));
    }
  }

  private void keep(PolicyReport report, ClusterState state) {
    if (report.status() instanceof PolicyStatus.Ignored) {
      removed(report.configMap()); // it has lost its label
    }
    if (report.status() instanceof PolicyStatus.Ok) {
      state
          .lastGood(report.configMap())
          .filter(data -> !data.equals(kept.put(report.configMap(), data)))
          .ifPresent(data -> source.keepLastGood(report.configMap(), data));
    }
  }

  private static void log(PolicyReport report, String revision) {
    switch (report.status()) {
      case PolicyStatus.Ok ignored ->
          LOG.info("{}: in force, revision {}", report.configMap(), revision);
      case PolicyStatus.Broken error -> {
        LOG.warn(
            "{}: refused, {}",
            report.configMap(),
            error.lastGoodInForce() ? "the last good version stays in force" : "not in force");
        error.problems().forEach(problem -> LOG.warn("{}", problem));
      }
      case PolicyStatus.Ignored ignored -> {
        // Only its notes matter, if it has any.
      }
    }
    report.status().notes().forEach(note -> LOG.warn("{}: {}", report.configMap(), note));
  }
}
