package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateAuthorityException.Reason.ISSUER_NOT_VALID;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certificate with its key that signs leaf certificates: a root, or an intermediate that a user
 * brings, with the certificates between it and its root.
 *
 * <p>Keys it makes are ECDSA P-256, signatures SHA-256. Immutable; the printed form has no key. Its
 * methods throw {@link CertificateAuthorityException} if the Java runtime lacks the algorithms.
 */
public final class CertificateAuthority {
  /** How far a start lies in the past, for peers whose clocks are slow. */
  private static final Duration MAX_BACKDATE = Duration.ofMinutes(5);

  private final IssuerChain issuers;
  private final PrivateKey key;

  /** For those who have checked that the two belong together. */
  CertificateAuthority(IssuerChain issuers, PrivateKey key) {
    this.issuers = issuers;
    this.key = key;
  }

  /** A new root with a new key, valid for ten years and from a few minutes ago. */
  public static CertificateAuthority createRoot(
      TrustDomain trustDomain, Instant now, SecureRandom random) {
    return createRoot(trustDomain, CertificateLifetimes.ROOT, now, random);
  }

  /** A new root with a new key, valid for so long and from a few minutes ago. */
  public static CertificateAuthority createRoot(
      TrustDomain trustDomain, Duration life, Instant now, SecureRandom random) {
    var maker = new CertificateMaker(random);
    var key = maker.newKey();
    var second = now.truncatedTo(ChronoUnit.SECONDS);
    var root = maker.root(trustDomain, key, start(second, life), second.plus(life));
    return new CertificateAuthority(IssuerChain.ofRoot(root), key.getPrivate());
  }

  /**
   * A root that was kept: what {@link #certificatePem()} and {@link #privateKeyPem()} wrote, or one
   * that a user brings, whose key may also be RSA, PKCS#1 or SEC 1. Refused with all that is wrong
   * if it can't be read, is over 1 MiB (the key: 64 KiB), isn't a single self-signed certificate
   * that may sign others, isn't the key's, or isn't valid now. An intermediate is no root: see
   * {@link PluggedInAuthority}.
   */
  public static LoadResult<CertificateAuthority> load(
      byte[] certificatePem, byte[] keyPem, Instant now) {
    return load("certificate", certificatePem, "private key", keyPem, now);
  }

  static LoadResult<CertificateAuthority> load(
      String certificateSubject,
      byte[] certificatePem,
      String keySubject,
      byte[] keyPem,
      Instant now) {
    return switch (TlsKeyPair.read(certificateSubject, certificatePem, keySubject, keyPem)) {
      case LoadResult.Refused<TlsKeyPair>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<TlsKeyPair>(var pair) -> {
        var problems = RootCheck.problems(certificateSubject, pair.chain(), now);
        yield problems.isEmpty()
            ? new LoadResult.Loaded<>(
                new CertificateAuthority(IssuerChain.ofRoot(pair.leaf()), pair.privateKey()))
            : new LoadResult.Refused<>(problems);
      }
    };
  }

  /**
   * A certificate for a new key, valid from now (and up to five minutes before) for as long as the
   * profile says, but never longer than any of its issuers.
   *
   * @throws CertificateAuthorityException if one of the authority's own certificates isn't valid
   *     now
   */
  public IssuedCertificate issue(IssuanceProfile profile, Instant now, SecureRandom random) {
    var leafKey = new CertificateMaker(random).newKey();
    return new IssuedCertificate(
        sign(profile, leafKey.getPublic(), now, random), leafKey.getPrivate());
  }

  /**
   * The same for a key that somebody else holds, which is to be one that we would take ourselves.
   *
   * @return leaf first, then the issuers without the root
   */
  public List<X509Certificate> sign(
      IssuanceProfile profile, PublicKey publicKey, Instant now, SecureRandom random) {
    var issuerStart = notBefore();
    var issuerEnd = notAfter();
    if (now.isBefore(issuerStart) || !now.isBefore(issuerEnd)) {
      throw new CertificateAuthorityException(
          ISSUER_NOT_VALID,
          "the certificate authority is valid from %s to %s, and it is %s"
              .formatted(issuerStart, issuerEnd, now));
    }
    var second = now.truncatedTo(ChronoUnit.SECONDS);
    var leaf =
        new CertificateMaker(random)
            .leaf(
                profile,
                publicKey,
                later(start(second, profile.validity()), issuerStart),
                earlier(second.plus(profile.validity()), issuerEnd),
                certificate(),
                key);
    var chain = new ArrayList<X509Certificate>();
    chain.add(leaf);
    chain.addAll(issuers.shown());
    return chain;
  }

  private static Instant start(Instant second, Duration life) {
    // A tenth at most: otherwise half of a short life could be over before it begins.
    var tenth = life.dividedBy(10);
    var backdate = tenth.compareTo(MAX_BACKDATE) < 0 ? tenth : MAX_BACKDATE;
    return second.minus(backdate).truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant earlier(Instant a, Instant b) {
    return Stream.of(a, b).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Instant later(Instant a, Instant b) {
    return Stream.of(a, b).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** What those need who are to trust the certificates of this authority. */
  public TrustBundle trustBundle() {
    return issuers.roots();
  }

  /** The certificate that signs. */
  public X509Certificate certificate() {
    return issuers.signer();
  }

  /** The root that vouches for it; itself, if it is a root. */
  public X509Certificate root() {
    return issuers.anchor();
  }

  /** Signer and intermediates, which every chain shows; empty if the signer is a root. */
  public List<X509Certificate> intermediates() {
    return issuers.shown();
  }

  /** Whether it is a root that we made, and may replace by another. */
  public boolean isSelfMade() {
    return issuers.shown().isEmpty()
        && certificate()
            .getSubjectX500Principal()
            .getName()
            .contains("CN=" + CertificateMaker.ROOT_NAME);
  }

  /** When half of its life is over. */
  public Instant halfLife() {
    return notBefore().plus(Duration.between(notBefore(), notAfter()).dividedBy(2));
  }

  /** The start of the last of its certificates that starts, the root's among them. */
  public Instant notBefore() {
    return issuers.notBefore();
  }

  /** The end of the first of its certificates that ends, the root's among them. */
  public Instant notAfter() {
    return issuers.notAfter();
  }

  /** The certificate that signs, as a PEM block. */
  public String certificatePem() {
    return TrustBundle.pem(List.of(certificate()));
  }

  /** The key, as a PKCS#8 PEM block. Whoever reads it can be anyone. */
  public String privateKeyPem() {
    return PemText.of("PRIVATE KEY", key.getEncoded());
  }

  @Override
  public String toString() {
    return "CertificateAuthority[subject=%s, notAfter=%s, privateKey=redacted]"
        .formatted(certificate().getSubjectX500Principal(), notAfter());
  }
}
