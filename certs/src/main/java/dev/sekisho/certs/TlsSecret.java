package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BROKEN_CHAIN;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The check of a user's Secret of type {@code kubernetes.io/tls} before it is served. */
public final class TlsSecret {
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private TlsSecret() {}

  /**
   * Checks that the two values of the Secret can be read, are of a kind that Envoy can serve, and
   * belong together. Times and the order of the chain are noted, not refused: a gateway serves what
   * it is given, and an expired certificate is more of use than none. At most 1 MiB and 20
   * certificates, 64 KiB of key. Source: core/v1 Secret, "kubernetes.io/tls".
   *
   * @param certificatePem the value of {@code tls.crt}
   * @param keyPem the value of {@code tls.key}
   */
  public static TlsSecretResult check(byte[] certificatePem, byte[] keyPem, Instant now) {
    return switch (TlsKeyPair.read(CERTIFICATE, certificatePem, KEY, keyPem)) {
      case LoadResult.Refused<TlsKeyPair>(var problems) -> new TlsSecretResult.Invalid(problems);
      case LoadResult.Loaded<TlsKeyPair>(var pair) ->
          new TlsSecretResult.Valid(
              pair.certificatePem(),
              pair.privateKeyPem(),
              pair.leaf().getNotBefore().toInstant(),
              pair.leaf().getNotAfter().toInstant(),
              notes(pair.chain(), now));
    };
  }

  private static List<CertificateProblem> notes(List<X509Certificate> chain, Instant now) {
    var notes = new ArrayList<CertificateProblem>();
    Validity.problem(CERTIFICATE, chain.getFirst(), now).ifPresent(notes::add);
    for (var i = 1; i < chain.size(); i++) {
      if (!TrustBundle.isIssuer(chain.get(i), chain.get(i - 1))) {
        notes.add(
            new CertificateProblem(
                BROKEN_CHAIN,
                CERTIFICATE,
                "certificate %d hasn't signed certificate %d".formatted(i + 1, i)));
      }
    }
    return notes;
  }
}
