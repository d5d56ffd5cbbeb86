package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.VerdictText;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of objects that the gateway doesn't serve, and why: what admission let through,
 * or never saw, must not be withheld in silence. Each verdict is told once, to the log by every
 * replica and as an Event by the one that leads. For the model's thread.
 */
final class WithheldReporter {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.hosts");
  private static final String REASON = "NotRouted";

  private final ClusterSource source;
  private Map<ObjectKey, ClaimVerdict> told = Map.of();
  private boolean leading;

  /**
   * @param leading whether this replica leads from the start
   */
  WithheldReporter(ClusterSource source, boolean leading) {
    this.source = source;
    this.leading = leading;
  }

  /** Tells what is new since the last call. */
  void tell(ClusterState state) {
    var withheld = new HashMap<ObjectKey, ClaimVerdict>();
    state
        .withheld()
        .forEach(
            entry -> {
              var object = entry.getKey();
              withheld.put(object.key(), entry.getValue());
              if (!entry.getValue().equals(told.get(object.key()))) {
                tell(object, entry.getValue(), state.policies().revision().toString());
              }
            });
    told = withheld;
  }

  /**
   * From now on this replica leads: tells also what was known before. What the one before it has
   * told in the same words isn't written twice.
   */
  void lead(ClusterState state) {
    leading = true;
    var revision = state.policies().revision().toString();
    state
        .withheld()
        .filter(entry -> entry.getValue().equals(told.get(entry.getKey().key())))
        .forEach(entry -> write(entry.getKey(), entry.getValue(), revision));
  }

  /** From now on another one writes. */
  void follow() {
    leading = false;
  }

  private void tell(ClaimingObject object, ClaimVerdict verdict, String revision) {
    LOG.info("{}: {}", object.key(), message(VerdictText.ofLog(verdict), revision));
    if (leading) {
      write(object, verdict, revision);
    }
  }

  private void write(ClaimingObject object, ClaimVerdict verdict, String revision) {
    source.writeWarning(
        object.key(), object.meta().uid(), REASON, message(VerdictText.reason(verdict), revision));
  }

  private static String message(String reason, String revision) {
    return "not routed: " + reason + " (policy revision " + revision + ")";
  }
}
