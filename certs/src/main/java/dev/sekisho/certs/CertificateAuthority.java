package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateAuthorityException.Reason.ISSUER_NOT_VALID;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A root certificate with its key, which signs leaf certificates.
 *
 * <p>Keys it makes are ECDSA P-256, signatures SHA-256. Immutable; the printed form has no key. Its
 * methods throw {@link CertificateAuthorityException} if the Java runtime lacks the algorithms.
 */
public final class CertificateAuthority {
  private static final int ROOT_YEARS = 10;

  /** How far a start lies in the past, for peers whose clocks are slow. */
  private static final Duration MAX_BACKDATE = Duration.ofMinutes(5);

  private final X509Certificate certificate;
  private final PrivateKey key;

  /** For those who have checked that the two belong together. */
  CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** A new root with a new key, valid for ten years and from a few minutes ago. */
  public static CertificateAuthority createRoot(
      TrustDomain trustDomain, Instant now, SecureRandom random) {
    var maker = new CertificateMaker(random);
    var key = maker.newKey();
    var start = now.truncatedTo(ChronoUnit.SECONDS);
    var end = start.atOffset(ZoneOffset.UTC).plusYears(ROOT_YEARS).toInstant();
    var certificate = maker.root(trustDomain, key, start.minus(MAX_BACKDATE), end);
    return new CertificateAuthority(certificate, key.getPrivate());
  }

  /**
   * A root that was kept: what {@link #certificatePem()} and {@link #privateKeyPem()} wrote, or one
   * that a user brings, whose key may also be RSA, PKCS#1 or SEC 1. Refused with all that is wrong
   * if it can't be read, is over 1 MiB (the key: 64 KiB), isn't a single self-signed certificate
   * that may sign others, isn't the key's, or isn't valid now. An intermediate is no root, and not
   * supported yet.
   */
  public static LoadResult<CertificateAuthority> load(
      byte[] certificatePem, byte[] keyPem, Instant now) {
    return switch (TlsKeyPair.read("certificate", certificatePem, "private key", keyPem)) {
      case LoadResult.Refused<TlsKeyPair>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<TlsKeyPair>(var pair) -> {
        var problems = RootCheck.problems(pair.chain(), now);
        yield problems.isEmpty()
            ? new LoadResult.Loaded<>(new CertificateAuthority(pair.leaf(), pair.privateKey()))
            : new LoadResult.Refused<>(problems);
      }
    };
  }

  /**
   * A certificate for a new key, valid from now (and up to five minutes before) for as long as the
   * profile says, but never longer than the authority's own.
   *
   * @throws CertificateAuthorityException if the authority's own certificate isn't valid now
   */
  public IssuedCertificate issue(IssuanceProfile profile, Instant now, SecureRandom random) {
    var issuerStart = certificate.getNotBefore().toInstant();
    var issuerEnd = notAfter();
    if (now.isBefore(issuerStart) || !now.isBefore(issuerEnd)) {
      throw new CertificateAuthorityException(
          ISSUER_NOT_VALID,
          "the certificate authority is valid from %s to %s, and it is %s"
              .formatted(issuerStart, issuerEnd, now));
    }
    var second = now.truncatedTo(ChronoUnit.SECONDS);
    // A tenth at most: otherwise half of a short life could be over before it begins.
    var backdate = earlier(MAX_BACKDATE, profile.validity().dividedBy(10));
    var start = second.minus(backdate).truncatedTo(ChronoUnit.SECONDS);
    var end = second.plus(profile.validity()).truncatedTo(ChronoUnit.SECONDS);
    var maker = new CertificateMaker(random);
    var leafKey = maker.newKey();
    var leaf =
        maker.leaf(
            profile,
            leafKey.getPublic(),
            start.isBefore(issuerStart) ? issuerStart : start,
            end.isAfter(issuerEnd) ? issuerEnd : end,
            certificate,
            key);
    return new IssuedCertificate(List.of(leaf), leafKey.getPrivate());
  }

  private static Duration earlier(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** What those need who are to trust the certificates of this authority. */
  public TrustBundle trustBundle() {
    return new TrustBundle(List.of(certificate));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /** The certificate, as a PEM block. */
  public String certificatePem() {
    return TrustBundle.pem(List.of(certificate));
  }

  /** The key, as a PKCS#8 PEM block. Whoever reads it can be anyone. */
  public String privateKeyPem() {
    return PemText.of("PRIVATE KEY", key.getEncoded());
  }

  @Override
  public String toString() {
    return "CertificateAuthority[subject=%s, notAfter=%s, privateKey=redacted]"
        .formatted(certificate.getSubjectX500Principal(), notAfter());
  }
}
