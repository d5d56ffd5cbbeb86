package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.PolicyReport;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of policies what became of them, and keeps the last good ones, while this
 * replica leads; the log is told by every one. Only a change of a ConfigMap's content is told:
 * writing the status is none, so that it never leads to another. For the model's thread.
 */
final class PolicyReporter {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.policies");

  private final ClusterSource source;

  /** By ConfigMap, in the order in which they came. */
  private final Map<ObjectKey, PolicyReport> reports = new LinkedHashMap<>();

  private final Set<ObjectKey> waiting = new LinkedHashSet<>();
  private final Map<ObjectKey, Map<String, String>> kept;
  private boolean leading;

  /**
   * @param kept what is kept as last good at the start
   * @param leading whether this replica leads from the start
   */
  PolicyReporter(ClusterSource source, Map<ObjectKey, Map<String, String>> kept, boolean leading) {
    this.source = source;
    this.kept = new HashMap<>(kept);
    this.leading = leading;
  }

  void add(PolicyReport report) {
    reports.put(report.configMap(), report);
    if (report.changed()) {
      waiting.add(report.configMap());
    }
  }

  void removed(ObjectKey configMap) {
    waiting.remove(configMap);
    var report = reports.remove(configMap);
    if (kept.containsKey(configMap) || (report != null && isPolicy(report))) {
      LOG.info("{}: removed", configMap);
    }
    drop(configMap);
  }

  /** Tells what has come together; the revision is that of all policies together. */
  void flush(ClusterState state) {
    var changed = waiting.stream().map(key -> Objects.requireNonNull(reports.get(key))).toList();
    waiting.clear(); // first: what fails isn't tried again with every change of anything
    for (PolicyReport report : changed) {
      log(report, state.policies().revision().toString());
      if (leading) {
        write(report, state);
      }
    }
  }

  /**
   * From now on this replica leads: writes what the one before it didn't.
   *
   * @param keptNow what is kept as last good now, by whomever
   */
  void lead(ClusterState state, Map<ObjectKey, Map<String, String>> keptNow) {
    leading = true;
    kept.clear();
    kept.putAll(keptNow);
    keptNow.keySet().stream().filter(key -> !reports.containsKey(key)).forEach(this::drop);
    reports.values().forEach(report -> write(report, state));
  }

  /** From now on another one writes. */
  void follow() {
    leading = false;
  }

  private void write(PolicyReport report, ClusterState state) {
    keep(report.configMap(), report.status(), state);
    report
        .status()
        .annotation(state.policies().revision().toString())
        .filter(text -> !report.current().equals(Optional.of(text)))
        .ifPresent(text -> source.writePolicyStatus(report.configMap(), report.uid(), text));
  }

  private void keep(ObjectKey configMap, PolicyStatus status, ClusterState state) {
    if (status instanceof PolicyStatus.Ignored) {
      drop(configMap); // it has lost its label
    }
    state
        .lastGood(configMap)
        .filter(data -> !data.equals(kept.put(configMap, data)))
        .ifPresent(data -> source.keepLastGood(configMap, data));
  }

  private static boolean isPolicy(PolicyReport report) {
    return !(report.status() instanceof PolicyStatus.Ignored);
  }

  private void drop(ObjectKey configMap) {
    if (kept.remove(configMap) != null && leading) {
      source.dropLastGood(configMap);
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
