package dev.sekisho.certs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** A request for a certificate, also one that no honest program makes. */
record TestRequest(
    KeyPair key,
    SubjectPublicKeyInfo info,
    PrivateKey signer,
    String algorithm,
    String subject,
    List<Extensions> extensions) {

  /** By an EC key unless {@link #signed} says otherwise. */
  static TestRequest by(KeyPair key) {
    return new TestRequest(
        key,
        SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
        key.getPrivate(),
        "SHA256withECDSA",
        "O=",
        List.of());
  }

  TestRequest signed(String with) {
    return new TestRequest(key, info, signer, with, subject, extensions);
  }

  TestRequest signedBy(KeyPair other) {
    return new TestRequest(key, info, other.getPrivate(), algorithm, subject, extensions);
  }

  TestRequest subject(String name) {
    return new TestRequest(key, info, signer, algorithm, name, extensions);
  }

  TestRequest names(GeneralName... names) {
    return with(Extension.subjectAlternativeName, new GeneralNames(names));
  }

  /** In another attribute of the same type. */
  TestRequest moreNames(GeneralName... names) {
    return names(names);
  }

  /** Asks to become a CA. */
  TestRequest authority() {
    return with(Extension.basicConstraints, new BasicConstraints(true));
  }

  TestRequest exponent(String exponent) {
    return rsa(((RSAPublicKey) key.getPublic()).getModulus(), new BigInteger(exponent));
  }

  TestRequest modulus(BigInteger modulus) {
    return rsa(modulus, BigInteger.valueOf(65537));
  }

  TestRequest pointOffTheCurve() {
    var point = info.getPublicKeyData().getBytes();
    point[point.length - 1] ^= 1;
    return info(new SubjectPublicKeyInfo(info.getAlgorithm(), point));
  }

  byte[] pem() {
    return PemText.of("CERTIFICATE REQUEST", der()).getBytes(UTF_8);
  }

  byte[] der() {
    var builder = new PKCS10CertificationRequestBuilder(new X500Name(subject), info);
    for (var requested : extensions) {
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, requested);
    }
    try {
      return builder.build(new JcaContentSignerBuilder(algorithm).build(signer)).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private TestRequest rsa(BigInteger modulus, BigInteger exponent) {
    try {
      var numbers = new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, exponent);
      return info(new SubjectPublicKeyInfo(info.getAlgorithm(), numbers));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TestRequest info(SubjectPublicKeyInfo other) {
    return new TestRequest(key, other, signer, algorithm, subject, extensions);
  }

  private TestRequest with(ASN1ObjectIdentifier type, ASN1Encodable value) {
    try {
      var generator = new ExtensionsGenerator();
      generator.addExtension(type, false, value);
      var all = new ArrayList<>(extensions);
      all.add(generator.generate());
      return new TestRequest(key, info, signer, algorithm, subject, all);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return "%s %s %d".formatted(algorithm, subject, extensions.size());
  }
}
