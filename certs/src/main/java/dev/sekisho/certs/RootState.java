package dev.sekisho.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A root that we made, and the ones before and after it. {@link RootRotation} says how one state
 * follows another, {@link RootStateFiles} how it is kept. The printed form has no key.
 *
 * @param current signs
 * @param next will sign, and is trusted already
 * @param old don't sign any more, but are trusted still; oldest first
 */
public record RootState(CertificateAuthority current, Optional<Next> next, List<Old> old) {
  public RootState {
    old = List.copyOf(old);
  }

  /**
   * @param since when it was first trusted
   */
  public record Next(CertificateAuthority authority, Instant since) {}

  /**
   * @param until when none of the certificates that it signed is valid any more
   */
  public record Old(X509Certificate certificate, Instant until) {}

  /** Where a rotation stands. */
  public enum Phase {
    /** There is one root. */
    STABLE("stable"),
    /** The next one is made known. */
    STAGED("staged"),
    /** The next one signs, and the one before it is still trusted. */
    ACTIVE("active");

    private final String label;

    Phase(String label) {
      this.label = label;
    }

    /** The phase as the value of a metric's label. */
    public String label() {
      return label;
    }
  }

  /** A state with nothing before and after. */
  public static RootState of(CertificateAuthority root) {
    return new RootState(root, Optional.empty(), List.of());
  }

  public Phase phase() {
    if (next.isPresent()) {
      return Phase.STAGED;
    }
    return old.isEmpty() ? Phase.STABLE : Phase.ACTIVE;
  }

  /** Every root that a valid certificate may have, or may get soon; the one that signs first. */
  public TrustBundle trust() {
    return new TrustBundle(
        Stream.of(
                Stream.of(current.certificate()),
                next.stream().map(n -> n.authority().certificate()),
                old.stream().map(Old::certificate))
            .flatMap(each -> each)
            .toList());
  }
}
