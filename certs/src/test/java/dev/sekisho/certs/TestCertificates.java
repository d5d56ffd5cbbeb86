package dev.sekisho.certs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and keys for tests, among them such as our own authority never makes. */
final class TestCertificates {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();
  static final TrustDomain TRUST_DOMAIN = new TrustDomain("cluster.local");
  static final SpiffeId GATEWAY = new SpiffeId(TRUST_DOMAIN, "ingress", "gateway");
  static final CertificateAuthority CA = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
  static final KeyPair RSA_2048 = rsa(2048);

  private TestCertificates() {}

  static IssuanceProfile serving(String... names) {
    return IssuanceProfile.serving(List.of(names), List.of(), IssuanceProfile.SERVING_VALIDITY);
  }

  static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair rsa(int bits) {
    return of("RSA", bits);
  }

  static KeyPair of(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Self-signed, valid from an hour before NOW to a day after. */
  static X509Certificate selfSigned(KeyPair key, boolean ca) {
    return signed(
        "CN=self", key.getPublic(), "CN=self", key.getPrivate(), ca, KeyUsage.keyCertSign);
  }

  static X509Certificate signed(
      String subject,
      PublicKey key,
      String issuer,
      PrivateKey issuerKey,
      boolean ca,
      int keyUsage) {
    try {
      return sign(builder(subject, key, issuer, ca, keyUsage), issuerKey);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static X509Certificate rootWithKeyIdentifier(KeyPair key, byte[] value) {
    try {
      var builder = builder("CN=self", key.getPublic(), "CN=self", true, KeyUsage.keyCertSign);
      builder.addExtension(Extension.subjectKeyIdentifier, false, value);
      return sign(builder, key.getPrivate());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      String subject, PublicKey key, String issuer, boolean ca, int keyUsage) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.TEN,
            Date.from(NOW.minus(Duration.ofHours(1))),
            Date.from(NOW.plus(Duration.ofDays(1))),
            new X500Name(subject),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
    return builder;
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws Exception {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signer = new JcaContentSignerBuilder(algorithm).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  static String pkcs8(PrivateKey key) {
    return PemText.of("PRIVATE KEY", key.getEncoded());
  }

  /** The older form of the algorithm's own: PKCS#1 or SEC 1, as older versions of openssl wrote. */
  static String traditional(PrivateKey key) {
    try {
      var info = PrivateKeyInfo.getInstance(key.getEncoded());
      var inner = info.parsePrivateKey();
      if (key.getAlgorithm().equals("RSA")) {
        return PemText.of("RSA PRIVATE KEY", inner.toASN1Primitive().getEncoded());
      }
      var d = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(inner).getKey();
      var curve = info.getPrivateKeyAlgorithm().getParameters();
      var bits = ((java.security.interfaces.ECPrivateKey) key).getParams().getOrder().bitLength();
      return PemText.of(
          "EC PRIVATE KEY",
          new org.bouncycastle.asn1.sec.ECPrivateKey(bits, d, curve).getEncoded());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String pem(X509Certificate... certificates) {
    return TrustBundle.pem(List.of(certificates));
  }

  static List<CertificateProblem.Kind> kinds(List<CertificateProblem> problems) {
    return problems.stream().map(CertificateProblem::kind).toList();
  }

  static <T> T loaded(LoadResult<T> result) {
    return switch (result) {
      case LoadResult.Loaded<T>(var value) -> value;
      case LoadResult.Refused<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static <T> List<CertificateProblem> refused(LoadResult<T> result) {
    return switch (result) {
      case LoadResult.Loaded<T>(var value) -> throw new AssertionError("loaded: " + value);
      case LoadResult.Refused<T>(var problems) -> problems;
    };
  }
}
