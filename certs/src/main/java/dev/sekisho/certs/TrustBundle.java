package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.NOT_AN_AUTHORITY;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The root certificates that vouch for others, at least one. Holds no key. While one root takes the
 * place of another there are two.
 */
public record TrustBundle(List<X509Certificate> roots) {
  /** Certificates; twice what a current operating system trusts. */
  private static final int MAX_ROOTS = 300;

  public TrustBundle {
    roots = List.copyOf(roots);
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("trust bundle without a root");
    }
  }

  /**
   * Reads PEM of at most 1 MiB and 300 certificates, each of which must be a CA's. Those that have
   * expired are kept: they vouch for nothing anyway.
   */
  public static LoadResult<TrustBundle> parse(byte[] pem) {
    return parse("trust bundle", pem);
  }

  /** The same, with a name for its problems. */
  public static LoadResult<TrustBundle> parse(String subject, byte[] pem) {
    return switch (CertificateReader.read(subject, pem, MAX_ROOTS)) {
      case LoadResult.Refused<List<X509Certificate>>(var problems) ->
          new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<List<X509Certificate>>(var certificates) ->
          checked(subject, certificates);
    };
  }

  private static LoadResult<TrustBundle> checked(
      String subject, List<X509Certificate> certificates) {
    var problems = new ArrayList<CertificateProblem>();
    for (var i = 0; i < certificates.size(); i++) {
      if (certificates.get(i).getBasicConstraints() < 0) {
        problems.add(
            new CertificateProblem(
                NOT_AN_AUTHORITY,
                subject,
                "certificate %d isn't a CA's (expected: basic constraints CA:TRUE)"
                    .formatted(i + 1)));
      }
    }
    return problems.isEmpty()
        ? new LoadResult.Loaded<>(new TrustBundle(certificates))
        : new LoadResult.Refused<>(problems);
  }

  /** The root that signed a certificate, whatever the times of validity; empty if none did. */
  public Optional<X509Certificate> issuerOf(X509Certificate certificate) {
    return roots.stream().filter(root -> isIssuer(root, certificate)).findFirst();
  }

  /** These roots, then those of the other that aren't among them. */
  public TrustBundle and(TrustBundle other) {
    var both = new LinkedHashSet<>(roots);
    both.addAll(other.roots);
    return new TrustBundle(List.copyOf(both));
  }

  /** The roots, one PEM block for each. */
  public String pem() {
    return pem(roots);
  }

  static String pem(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> PemText.of("CERTIFICATE", encoded(certificate)))
        .collect(Collectors.joining());
  }

  static boolean isIssuer(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has no encoding", e);
    }
  }
}
