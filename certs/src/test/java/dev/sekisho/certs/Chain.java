package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.ec;
import static dev.sekisho.certs.TestCertificates.pem;
import static dev.sekisho.certs.TestCertificates.pkcs8;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Authorities as a user's own PKI makes them: each a certificate, its key, and the one above. */
record Chain(X509Certificate certificate, KeyPair key, String name) {
  /** How one is made; start from {@link #likeRealOnes}. */
  record How(KeyPair key, int pathLength, int usage, Instant from, Instant to) {
    How withKey(KeyPair other) {
      return new How(other, pathLength, usage, from, to);
    }

    How withPathLength(int length) {
      return new How(key, length, usage, from, to);
    }

    How withUsage(int other) {
      return new How(key, pathLength, other, from, to);
    }

    How until(Instant end) {
      return new How(key, pathLength, usage, from, end);
    }

    How from(Instant start) {
      return new How(key, pathLength, usage, start, to);
    }
  }

  /** Without a limit to the path; valid from an hour before NOW to a year after. */
  static How likeRealOnes() {
    return new How(
        ec("secp256r1"),
        Integer.MAX_VALUE,
        KeyUsage.keyCertSign,
        NOW.minus(Duration.ofHours(1)),
        NOW.plus(Duration.ofDays(365)));
  }

  static Chain root(String name, How how) {
    return new Chain(make(name, how, name, how.key()), how.key(), name);
  }

  Chain below(String subject, How how) {
    return new Chain(make(subject, how, name, key), how.key(), subject);
  }

  private static X509Certificate make(String subject, How how, String issuer, KeyPair issuerKey) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + issuer),
              BigInteger.valueOf(subject.hashCode()).abs().add(BigInteger.ONE),
              Date.from(how.from()),
              Date.from(how.to()),
              new X500Name("CN=" + subject),
              how.key().getPublic());
      builder.addExtension(
          Extension.basicConstraints,
          true,
          how.pathLength() == Integer.MAX_VALUE
              ? new BasicConstraints(true)
              : how.pathLength() < 0
                  ? new BasicConstraints(false)
                  : new BasicConstraints(how.pathLength()));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(how.usage()));
      var algorithm =
          issuerKey.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      var signer = new JcaContentSignerBuilder(algorithm).build(issuerKey.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Istio's layout for this as the signer. */
  Map<String, byte[]> files(X509Certificate root, X509Certificate... chain) {
    var files = new HashMap<String, byte[]>();
    files.put("ca-cert.pem", bytes(pem(certificate)));
    files.put("ca-key.pem", bytes(pkcs8(key.getPrivate())));
    files.put("root-cert.pem", bytes(pem(root)));
    if (chain.length > 0) {
      files.put("cert-chain.pem", bytes(pem(chain)));
    }
    return files;
  }
}
