package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a policy says rightly, but without effect, or with one that its author may not expect. */
final class PolicyNotes {

  private final Policy policy;
  private final String key;
  private final List<PolicyNote> notes = new ArrayList<>();

  private PolicyNotes(Policy policy, String key) {
    this.policy = policy;
    this.key = key;
  }

  /**
   * @param key of the data that holds the policy
   * @param now exemptions that have expired by then are noted
   */
  static List<PolicyNote> of(Policy policy, String key, Instant now) {
    var notes = new PolicyNotes(policy, key);
    notes.exemptions(now);
    policy.mesh().ifPresent(notes::mesh);
    return List.copyOf(notes.notes);
  }

  private void exemptions(Instant now) {
    for (int i = 0; i < policy.exemptions().size(); i++) {
      var exemption = policy.exemptions().get(i);
      String path = "exemptions[" + i + "]";
      if (!exemption.countsAt(now)) {
        note(
            path,
            "has expired at "
                + exemption.expires().orElseThrow()
                + " and is without effect: remove it");
      }
      exemption.checks().stream()
          .filter(check -> (check + ".").startsWith(PolicyShape.MESH.name() + "."))
          .forEach(check -> note(path, "names " + check + ", which no object can violate yet"));
    }
  }

  private void mesh(MeshSection mesh) {
    if (policy.enforcement() != Enforcement.DENY) {
      note(
          "mesh",
          "has no effect under enforcement "
              + policy.enforcement().name().toLowerCase(Locale.ROOT)
              + ": proxies let a connection in or refuse it, and follow policies that deny");
    }
    boolean plaintext =
        mesh.mode().filter(MtlsMode.DISABLE::equals).isPresent()
            || mesh.ports().containsValue(MtlsMode.DISABLE);
    if (plaintext && mesh.allowFrom().isPresent()) {
      note(
          "mesh.allowFrom",
          "lets nobody in where mtls says "
              + MeshShape.DISABLE
              + ": without mTLS no caller can show who it is");
    }
  }

  private void note(String path, String message) {
    notes.add(
        new PolicyNote(
            key, "spec.%s of policy %s %s".formatted(path, policy.id().name(), message)));
  }
}
