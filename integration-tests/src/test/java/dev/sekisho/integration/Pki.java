package dev.sekisho.integration;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate of a company's own PKI, with its key: a root, what it signed, or what that signed.
 *
 * @param certificate PEM
 */
record Pki(String name, KeyPair keys, String certificate) {

  /** A root that lives so long. */
  static Pki root(String name, Duration life) {
    var keys = newKeys();
    return new Pki(name, keys, sign(name, keys, name, keys, life, true));
  }

  /** An authority below this. */
  Pki authority(String subject, Duration life) {
    var its = newKeys();
    return new Pki(subject, its, sign(subject, its, name, keys, life, true));
  }

  /** A server on this machine. */
  Pki server(String subject, Duration life) {
    var its = newKeys();
    return new Pki(subject, its, sign(subject, its, name, keys, life, false));
  }

  /** Its key, as PEM. */
  String key() {
    return Pem.block("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("can't make a key", e);
    }
  }

  private static String sign(
      String subject, KeyPair keys, String issuer, KeyPair issuerKeys, Duration life, boolean ca) {
    try {
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + issuer),
              BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(life)),
              new X500Name("CN=" + subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(ca ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
      if (!ca) {
        var local =
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            };
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(local));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
      return Pem.block("CERTIFICATE", builder.build(signer).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new AssertionError("can't make a certificate for " + subject, e);
    }
  }

  @Override
  public String toString() {
    return "Pki[name=" + name + ", key redacted]";
  }
}
