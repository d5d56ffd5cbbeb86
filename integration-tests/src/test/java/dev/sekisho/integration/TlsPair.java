package dev.sekisho.integration;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that a team made for its host, signed by itself, and its key. */
record TlsPair(BigInteger serial, String certificate, String key) {
  static TlsPair forHost(String host) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var name = new X500Name("CN=" + host);
      var serial = BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial,
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              name,
              keys.getPublic());
      var san = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
      builder.addExtension(Extension.subjectAlternativeName, false, san);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      var key = Pem.block("PRIVATE KEY", keys.getPrivate().getEncoded());
      Canaries.plantKeys(Canary.Kind.GATEWAY_KEY, "the certificate of " + host, key);
      return new TlsPair(serial, Pem.block("CERTIFICATE", builder.build(signer).getEncoded()), key);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new AssertionError("can't make a certificate for " + host, e);
    }
  }

  /** The Secret that holds it. */
  String secret(String namespace, String name) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {namespace: %s, name: %s}
    type: kubernetes.io/tls
    data: {tls.crt: %s, tls.key: %s}
    ---
    """
        .formatted(namespace, name, Pem.base64(certificate), Pem.base64(key));
  }

  SSLContext trusted() {
    return Pem.trusting(certificate);
  }

  @Override
  public String toString() {
    return "TlsPair[serial=" + serial + ", key redacted]";
  }
}
