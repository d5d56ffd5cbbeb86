package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.ENCRYPTED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.SEVERAL_KEYS;
import static dev.sekisho.certs.CertificateProblem.Kind.UNSUPPORTED_KEY;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads a private key out of PEM: PKCS#8, RSA's PKCS#1, EC's SEC 1. Takes the keys that Envoy can
 * serve: RSA from 2048 bits (up to 8192, beyond which handshakes get too dear), and the curves
 * P-256, P-384 and P-521. Not Ed25519: Envoy loads such a key, then fails every handshake.
 */
final class PrivateKeyReader {
  /** Bytes. The longest key that is taken needs 7,000. */
  static final int MAX_BYTES = 64 * 1024;

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;

  private static final Set<ASN1Encodable> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private PrivateKeyReader() {}

  static LoadResult<PrivateKey> read(String subject, byte[] pem) {
    return switch (PemReader.read(subject, pem, MAX_BYTES)) {
      case LoadResult.Refused<List<PemBlock>>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<List<PemBlock>>(var blocks) ->
          only(subject, blocks.stream().filter(PemBlock::isPrivateKey).toList());
    };
  }

  private static LoadResult<PrivateKey> only(String subject, List<PemBlock> keys) {
    if (keys.isEmpty()) {
      return LoadResult.refused(
          NO_KEY, subject, "no private key (expected: PEM with BEGIN PRIVATE KEY)");
    }
    if (keys.size() > 1) {
      return LoadResult.refused(
          SEVERAL_KEYS,
          subject,
          "line %d: a second private key (expected: one)".formatted(keys.get(1).line()));
    }
    var block = keys.getFirst();
    if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
      return LoadResult.refused(
          ENCRYPTED_KEY,
          subject,
          "line %d: the key is encrypted; decrypt it, as with openssl pkey"
              .formatted(block.line()));
    }
    return decode(subject, block);
  }

  private static LoadResult<PrivateKey> decode(String subject, PemBlock block) {
    try {
      var info = info(block);
      var algorithm = info.getPrivateKeyAlgorithm();
      if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
        var key = generate("RSA", info);
        return key instanceof RSAPrivateCrtKey rsa && isFitting(rsa)
            ? new LoadResult.Loaded<>(key)
            : unsupported(subject, block);
      }
      if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
          && algorithm.getParameters() != null
          && CURVES.contains(algorithm.getParameters().toASN1Primitive())) {
        return new LoadResult.Loaded<>(generate("EC", info));
      }
      return unsupported(subject, block);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Foreign parsers on foreign bytes. Their messages may quote the key: they end here.
      return LoadResult.refused(
          MALFORMED_KEY, subject, "line %d: not a readable private key".formatted(block.line()));
    }
  }

  /** The key as PKCS#8, whichever form it has. */
  private static PrivateKeyInfo info(PemBlock block) throws IOException {
    var content = ASN1Primitive.fromByteArray(block.content());
    return switch (block.label()) {
      case "RSA PRIVATE KEY" ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              content);
      case "EC PRIVATE KEY" -> {
        var key = ECPrivateKey.getInstance(content);
        yield new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key);
      }
      default -> PrivateKeyInfo.getInstance(content);
    };
  }

  /** The key by its numbers alone: Java would keep a strange encoding, which Envoy may not read. */
  private static PrivateKey generate(String algorithm, PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    var factory = KeyFactory.getInstance(algorithm);
    var key = factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    return switch (key) {
      case RSAPrivateCrtKey _ ->
          factory.generatePrivate(factory.getKeySpec(key, RSAPrivateCrtKeySpec.class));
      case java.security.interfaces.ECPrivateKey _ ->
          factory.generatePrivate(factory.getKeySpec(key, ECPrivateKeySpec.class));
      default -> key;
    };
  }

  private static boolean isFitting(RSAPrivateCrtKey key) {
    var bits = key.getModulus().bitLength();
    return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS;
  }

  private static LoadResult<PrivateKey> unsupported(String subject, PemBlock block) {
    return LoadResult.refused(
        UNSUPPORTED_KEY,
        subject,
        "line %d: this kind of key can't be served (expected: RSA of %d to %d bits, or EC on P-256, P-384 or P-521)"
            .formatted(block.line(), MIN_RSA_BITS, MAX_RSA_BITS));
  }
}
