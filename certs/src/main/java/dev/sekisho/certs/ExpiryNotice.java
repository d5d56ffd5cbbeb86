package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRES_SOON;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The notice that an authority ends soon which its owner must renew, since we can't. */
public final class ExpiryNotice {
  private static final Duration LONGEST = Duration.ofDays(30);

  private ExpiryNotice() {}

  /** From 30 days before its end, or when a third of its life is left if that is less. */
  public static Optional<CertificateProblem> of(
      String subject, CertificateAuthority authority, Instant now) {
    if (now.isBefore(from(authority))) {
      return Optional.empty();
    }
    return Optional.of(
        new CertificateProblem(
            EXPIRES_SOON,
            subject,
            "the authority or its root ends at %s; renew it: what it signs never lives longer"
                .formatted(authority.notAfter())));
  }

  /** When that begins. */
  public static Instant from(CertificateAuthority authority) {
    var third = Duration.between(authority.notBefore(), authority.notAfter()).dividedBy(3);
    return authority.notAfter().minus(third.compareTo(LONGEST) < 0 ? third : LONGEST);
  }
}
