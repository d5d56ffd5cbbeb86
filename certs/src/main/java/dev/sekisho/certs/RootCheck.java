package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.NOT_AN_AUTHORITY;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_A_ROOT;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_MANY_CERTIFICATES;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether a certificate can be the root of our authority. */
final class RootCheck {
  /** The place of keyCertSign among the bits of a key usage; RFC 5280 4.2.1.3. */
  private static final int KEY_CERT_SIGN = 5;

  private RootCheck() {}

  static List<CertificateProblem> problems(
      String subject, List<X509Certificate> certificates, Instant now) {
    var root = certificates.getFirst();
    var problems = new ArrayList<CertificateProblem>();
    if (certificates.size() > 1) {
      problems.add(
          new CertificateProblem(
              TOO_MANY_CERTIFICATES,
              subject,
              "%d certificates (expected: the root alone)".formatted(certificates.size())));
    }
    if (!maySign(root)) {
      problems.add(
          new CertificateProblem(
              NOT_AN_AUTHORITY,
              subject,
              "may not sign others (expected: basic constraints CA:TRUE, key usage keyCertSign)"));
    }
    if (!TrustBundle.isIssuer(root, root)) {
      problems.add(
          new CertificateProblem(
              NOT_A_ROOT,
              subject,
              "isn't self-signed; an intermediate is plugged in as Secret cacerts"));
    }
    Validity.problem(subject, root, now).ifPresent(problems::add);
    return problems;
  }

  static boolean maySign(X509Certificate certificate) {
    var usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }
}
