package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateAuthorityException.Reason.CRYPTOGRAPHY_FAILED;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates with Bouncy Castle's builders and the Java runtime's own providers.
 * Extensions and their criticality follow RFC 5280 4.2.
 */
final class CertificateMaker {
  /** The common name of every root that we make. */
  static final String ROOT_NAME = "Sekisho root CA";

  private final SecureRandom random;

  CertificateMaker(SecureRandom random) {
    this.random = random;
  }

  KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  X509Certificate root(TrustDomain trustDomain, KeyPair key, Instant from, Instant to) {
    var name =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, trustDomain.name())
            .addRDN(BCStyle.CN, ROOT_NAME)
            .build();
    try {
      var builder = builder(name, from, to, name, key.getPublic());
      // Without a length for the path: it would rule out intermediates for ten years.
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
      return sign(builder, key.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw failed(e);
    }
  }

  X509Certificate leaf(
      IssuanceProfile profile,
      PublicKey key,
      Instant from,
      Instant to,
      X509Certificate issuer,
      PrivateKey issuerKey) {
    try {
      var issuerName = new JcaX509CertificateHolder(issuer).getSubject();
      var builder = builder(issuerName, from, to, new X500Name(new RDN[0]), key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, usages(profile));
      // Critical, because the subject is empty: RFC 5280 4.2.1.6.
      builder.addExtension(
          Extension.subjectAlternativeName,
          true,
          new GeneralNames(SubjectNames.of(profile).toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
      builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(issuer));
      return sign(builder, issuerKey);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw failed(e);
    }
  }

  /** As the issuer's certificate has it: a root that a user brings may have its own way. */
  private static AuthorityKeyIdentifier keyIdentifier(X509Certificate issuer)
      throws GeneralSecurityException {
    try {
      var extensions = new JcaX509CertificateHolder(issuer).getExtensions();
      var identifier = SubjectKeyIdentifier.fromExtensions(extensions);
      if (identifier != null) {
        return new AuthorityKeyIdentifier(identifier.getKeyIdentifier());
      }
    } catch (IllegalArgumentException e) {
      // An unreadable extension, which isn't critical, is as good as none.
    }
    return new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey());
  }

  private static ExtendedKeyUsage usages(IssuanceProfile profile) {
    var usages =
        switch (profile) {
          case IssuanceProfile.Serving _ -> List.of(KeyPurposeId.id_kp_serverAuth);
          case IssuanceProfile.Client _ -> List.of(KeyPurposeId.id_kp_clientAuth);
          case IssuanceProfile.Workload _ ->
              List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        };
    return new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new));
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, Instant from, Instant to, X500Name subject, PublicKey key) {
    return new JcaX509v3CertificateBuilder(
        issuer, serial(), Date.from(from), Date.from(to), subject, key);
  }

  /** Random and of 128 bits, the highest one set, so that it is positive: RFC 5280 4.1.2.2. */
  private BigInteger serial() {
    return new BigInteger(127, random).setBit(127);
  }

  private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signer = new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static CertificateAuthorityException failed(Exception cause) {
    return new CertificateAuthorityException(
        CRYPTOGRAPHY_FAILED, "the Java runtime failed at making a certificate", cause);
  }
}
