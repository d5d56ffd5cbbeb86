package dev.sekisho.webhook.review;

import dev.sekisho.webhook.mutate.JsonPatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the API server is told. {@link Decisions} makes them. */
public sealed interface AdmissionDecision {

  /** For the client that asked, within the limits of {@link Decisions}. */
  List<String> warnings();

  /** For the API server's audit log; keys without {@code /}. */
  SortedMap<String, String> auditAnnotations();

  /** The request may pass. */
  record Allowed(List<String> warnings, SortedMap<String, String> auditAnnotations)
      implements AdmissionDecision {
    public Allowed {
      warnings = List.copyOf(warnings);
      auditAnnotations = copyOf(auditAnnotations);
    }
  }

  /**
   * The request is refused.
   *
   * @param message {@code status.message}, what kubectl prints
   */
  record Denied(
      DenialReason reason,
      String message,
      List<Cause> causes,
      List<String> warnings,
      SortedMap<String, String> auditAnnotations)
      implements AdmissionDecision {
    public Denied {
      causes = List.copyOf(causes);
      warnings = List.copyOf(warnings);
      auditAnnotations = copyOf(auditAnnotations);
    }
  }

  /**
   * The request may pass as changed by the patch. For mutating webhooks alone.
   *
   * @param patch changes something: a patch that doesn't is {@link Allowed}
   */
  record Patched(JsonPatch patch, List<String> warnings, SortedMap<String, String> auditAnnotations)
      implements AdmissionDecision {
    public Patched {
      if (patch.isEmpty()) {
        throw new IllegalArgumentException("patch: empty (expected: at least one operation)");
      }
      warnings = List.copyOf(warnings);
      auditAnnotations = copyOf(auditAnnotations);
    }
  }

  private static SortedMap<String, String> copyOf(Map<String, String> annotations) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
