package dev.sekisho.webhook.review;

/** What stands in {@code status.reason} where a policy forbids something. */
public enum StatusReason {
  /** The reason that the API has for it, {@code Forbidden}. */
  FORBIDDEN,
  /** The text of {@code status.message} again, as OPA answers: kubectl prints it twice then. */
  MESSAGE;

  /** A denial without a decision has the reason of its failure either way. */
  String of(AdmissionDecision.Denied denied) {
    return switch (denied.reason()) {
      case FORBIDDEN -> this == MESSAGE ? denied.message() : DenialReason.FORBIDDEN.statusReason();
      case UNDECIDED -> DenialReason.UNDECIDED.statusReason();
    };
  }
}
