package dev.sekisho.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate of our authority with its private key, for a TLS server or client.
 *
 * <p>{@link #chain()} and {@link #privateKey()} suit Java's key managers, the PEM texts everything
 * else. The printed form has no key.
 *
 * @param chain leaf first, the root left out; at least the leaf
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey privateKey) {
  public IssuedCertificate {
    chain = new TlsKeyPair(chain, privateKey).chain();
  }

  /**
   * Reads what {@link #certificatePem()} and {@link #privateKeyPem()} wrote. The key must be the
   * leaf's; whether the certificate is still of use is for {@link RotationPolicy} to say. At most 1
   * MiB of certificates and 64 KiB of key.
   */
  public static LoadResult<IssuedCertificate> load(byte[] certificatePem, byte[] keyPem) {
    return load("certificate", certificatePem, "private key", keyPem);
  }

  /** The same, with names for the problems of both. */
  public static LoadResult<IssuedCertificate> load(
      String certificateSubject, byte[] certificatePem, String keySubject, byte[] keyPem) {
    return switch (TlsKeyPair.read(certificateSubject, certificatePem, keySubject, keyPem)) {
      case LoadResult.Refused<TlsKeyPair>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<TlsKeyPair>(TlsKeyPair(var chain, var key)) ->
          new LoadResult.Loaded<>(new IssuedCertificate(chain, key));
    };
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** The chain as a key manager wants it; a new array each time. */
  public X509Certificate[] chainArray() {
    return chain.toArray(X509Certificate[]::new);
  }

  /** The chain, leaf first, one PEM block for each certificate. */
  public String certificatePem() {
    return TrustBundle.pem(chain);
  }

  /** The key, as a PKCS#8 PEM block. */
  public String privateKeyPem() {
    return PemText.of("PRIVATE KEY", privateKey.getEncoded());
  }

  /** The end of the leaf's validity. */
  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "IssuedCertificate[serial=%s, notAfter=%s, privateKey=redacted]"
        .formatted(leaf().getSerialNumber().toString(16), notAfter());
  }
}
