package dev.sekisho.controlplane.serve;

import dev.sekisho.webhook.review.AdmissionDecision;
import java.util.Locale;

/** How a request was answered, in a word for logs and metrics. */
enum Verdict {
  ALLOWED,
  PATCHED,
  DENIED,
  /** The failure policy answered. */
  UNDECIDED;

  static Verdict of(AdmissionDecision decision) {
    return switch (decision) {
      case AdmissionDecision.Allowed ignored -> ALLOWED;
      case AdmissionDecision.Patched ignored -> PATCHED;
      case AdmissionDecision.Denied ignored -> DENIED;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
