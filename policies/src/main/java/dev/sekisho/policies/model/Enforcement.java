package dev.sekisho.policies.model;

/** What admission does about a violation, strictest first. Routing follows {@link #DENY} alone. */
public enum Enforcement {
  /** Refuse the request. */
  DENY,
  /** Let it pass with a warning to the client. */
  WARN,
  /** Let it pass and only report. */
  DRYRUN;

  /** Whether this is at least as strict as {@code other}. */
  public boolean atLeast(Enforcement other) {
    return compareTo(other) <= 0;
  }
}
