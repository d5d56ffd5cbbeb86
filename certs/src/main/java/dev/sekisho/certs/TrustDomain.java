package dev.sekisho.certs;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a root of trust, such as {@code cluster.local}: the authority part of every identity
 * that the authority vouches for.
 *
 * <p>1 to 255 characters out of lower-case letters, digits, dot, hyphen and underscore. Source:
 * SPIFFE-ID 2.1. The constructor throws IllegalArgumentException for every other name; {@link
 * #problemWith} tells beforehand.
 */
public record TrustDomain(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,255}");

  public TrustDomain {
    problemWith(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** What keeps a text from being a trust domain; empty if it is one. */
  public static Optional<String> problemWith(String name) {
    if (NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        "trust domain: %s (expected: 1 to 255 lower-case letters, digits, '.', '-', '_')"
            .formatted(Printable.of(name)));
  }

  @Override
  public String toString() {
    return name;
  }
}
