package dev.sekisho.policies.hosts;

/** How many objects of a ledger have which verdict. */
public record VerdictCounts(int granted, int notAllowed, int conflicting) {

  static final VerdictCounts NONE = new VerdictCounts(0, 0, 0);

  /** So many more of that verdict. */
  VerdictCounts plus(ClaimVerdict verdict, int more) {
    return switch (verdict) {
      case ClaimVerdict.Granted ignored ->
          new VerdictCounts(granted + more, notAllowed, conflicting);
      case ClaimVerdict.NotAllowed ignored ->
          new VerdictCounts(granted, notAllowed + more, conflicting);
      case ClaimVerdict.Conflict ignored ->
          new VerdictCounts(granted, notAllowed, conflicting + more);
    };
  }
}
