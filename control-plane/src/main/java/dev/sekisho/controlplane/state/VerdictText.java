package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.HostClaim;
import dev.sekisho.policies.model.Violation;
import java.util.stream.Collectors;

/** Verdicts of the ledger in words. */
public final class VerdictText {

  private VerdictText() {}

  private static String subject(HostClaim claim) {
    return claim
        .exposure()
        .albGroup()
        .map(group -> "group \"" + group + "\"")
        .orElseGet(() -> "host \"" + claim.pattern() + "\"");
  }

  /** The same for logs, where nothing of an object belongs but names and field paths. */
  public static String ofLog(ClaimVerdict verdict) {
    return switch (verdict) {
      case ClaimVerdict.Granted ignored -> "";
      case ClaimVerdict.NotAllowed notAllowed ->
          notAllowed.violations().stream()
              .map(v -> v.fieldPath() + " violates " + v.policy() + ":" + v.rule())
              .distinct()
              .collect(Collectors.joining(", "));
      case ClaimVerdict.Conflict conflict ->
          conflict.claim().fieldPath()
              + " conflicts with "
              + conflict.with().object().qualifiedName()
              + ", which is older";
    };
  }

  /** Why an object is withheld; empty if it isn't. For the object's owners. */
  public static String reason(ClaimVerdict verdict) {
    return switch (verdict) {
      case ClaimVerdict.Granted ignored -> "";
      case ClaimVerdict.NotAllowed notAllowed ->
          notAllowed.violations().stream()
              .map(Violation::message)
              .distinct()
              .collect(Collectors.joining(", "));
      case ClaimVerdict.Conflict conflict ->
          subject(conflict.claim())
              + " conflicts with "
              + conflict.with().object().qualifiedName()
              + ", which is older";
    };
  }
}
