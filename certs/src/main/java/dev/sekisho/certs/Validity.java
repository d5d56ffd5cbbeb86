package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRED;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_YET_VALID;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** The times between which a certificate is valid. */
final class Validity {
  private Validity() {}

  static Optional<CertificateProblem> problem(
      String subject, X509Certificate certificate, Instant now) {
    var start = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    if (!now.isBefore(end)) {
      return Optional.of(
          new CertificateProblem(
              EXPIRED, subject, "expired at %s, and it is %s".formatted(end, now)));
    }
    if (now.isBefore(start)) {
      return Optional.of(
          new CertificateProblem(
              NOT_YET_VALID,
              subject,
              "is valid from %s, and it is %s; is the clock right?".formatted(start, now)));
    }
    return Optional.empty();
  }
}
