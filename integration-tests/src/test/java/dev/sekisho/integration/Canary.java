package dev.sekisho.integration;

import java.util.Set;

/**
 * Something secret that a test has put somewhere, by the texts in which it would show if it leaked.
 *
 * @param origin where it was put, for people
 * @param needles each enough to tell that it is there; without white space and backslashes
 */
record Canary(Kind kind, String origin, Set<String> needles) {

  enum Kind {
    /** The key of a certificate that a gateway serves. */
    GATEWAY_KEY,
    /** A key that the control plane made: of its authority, or of what it serves. */
    AUTHORITY_KEY,
    /** A value of a Secret, or of an object that a review is about. */
    VALUE,
    /** By which a ServiceAccount or a user is known. */
    TOKEN
  }

  Canary {
    needles = Set.copyOf(needles);
  }

  @Override
  public String toString() {
    return kind + " of " + origin;
  }
}
