package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BAD_SIGNATURE;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.UNSUPPORTED_KEY;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** The key of a request for a certificate, if its sender has shown to hold it. */
final class RequestKey {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 4096;

  /** Public exponents beyond are in no use, and make each verification dear. */
  private static final int MAX_EXPONENT_BITS = 32;

  private static final Set<ASN1Encodable> CURVES =
      Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption,
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512);

  private RequestKey() {}

  /**
   * @throws IOException if a part of the request isn't what it says
   * @throws RuntimeException the same, from parsers of parts
   */
  static LoadResult<SigningRequest> of(String subject, PKCS10CertificationRequest request)
      throws IOException {
    var info = request.getSubjectPublicKeyInfo();
    // First, since it is cheap: no signature is verified by a key that may be any number.
    if (!isFitting(info)) {
      return LoadResult.refused(
          UNSUPPORTED_KEY,
          subject,
          "this kind of key isn't signed (expected: RSA of %d to %d bits, or EC on P-256 or P-384)"
              .formatted(MIN_RSA_BITS, MAX_RSA_BITS));
    }
    var key = key(info);
    if (key.isEmpty()) {
      return LoadResult.refused(MALFORMED_KEY, subject, "its public key isn't one");
    }
    if (!isSignedBy(request, key.get())) {
      return LoadResult.refused(
          BAD_SIGNATURE,
          subject,
          "it isn't signed by its own key with SHA-256, SHA-384 or SHA-512, so nothing shows that"
              + " the sender holds the key");
    }
    return new LoadResult.Loaded<>(new SigningRequest(key.get()));
  }

  private static boolean isFitting(SubjectPublicKeyInfo info) throws IOException {
    var algorithm = info.getAlgorithm();
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      var rsa = RSAPublicKey.getInstance(info.parsePublicKey());
      var bits = rsa.getModulus().bitLength();
      return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && isExponent(rsa.getPublicExponent());
    }
    return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        && algorithm.getParameters() != null
        && CURVES.contains(algorithm.getParameters().toASN1Primitive());
  }

  private static boolean isExponent(BigInteger exponent) {
    return exponent.compareTo(BigInteger.TWO) > 0
        && exponent.testBit(0)
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  /** The key by its numbers alone: a strange encoding must not get into a certificate. */
  private static Optional<PublicKey> key(SubjectPublicKeyInfo info) {
    try {
      PublicKeyFactory.createKey(info); // refuses a point off the curve, which Java takes
      var encoded = new X509EncodedKeySpec(info.getEncoded());
      if (info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
        var factory = KeyFactory.getInstance("RSA");
        var key = factory.generatePublic(encoded);
        return Optional.of(factory.generatePublic(factory.getKeySpec(key, RSAPublicKeySpec.class)));
      }
      var factory = KeyFactory.getInstance("EC");
      var key = factory.generatePublic(encoded);
      return Optional.of(factory.generatePublic(factory.getKeySpec(key, ECPublicKeySpec.class)));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isSignedBy(PKCS10CertificationRequest request, PublicKey key) {
    if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
      return false;
    }
    try {
      return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
    } catch (PKCSException | OperatorCreationException | RuntimeException e) {
      return false;
    }
  }
}
