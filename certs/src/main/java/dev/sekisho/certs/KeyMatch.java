package dev.sekisho.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Whether a private key belongs to a public one. By arithmetic rather than by a trial signature,
 * which would need randomness, and would miss an RSA key that is wrong in the parts that only some
 * implementations use.
 */
final class KeyMatch {
  private KeyMatch() {}

  static boolean matches(PrivateKey privateKey, PublicKey publicKey) {
    try {
      return switch (privateKey) {
        case RSAPrivateCrtKey rsa ->
            publicKey instanceof RSAPublicKey other && matchesRsa(rsa, other);
        case java.security.interfaces.ECPrivateKey _ -> matchesEc(privateKey, publicKey);
        default -> false;
      };
    } catch (IOException | RuntimeException e) {
      // The key factories' way to say that a number is none of its curve or field.
      return false;
    }
  }

  private static boolean matchesRsa(RSAPrivateCrtKey key, RSAPublicKey publicKey) {
    var one = BigInteger.ONE;
    var p = key.getPrimeP();
    var q = key.getPrimeQ();
    if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0) {
      return false;
    }
    var e = publicKey.getPublicExponent();
    var pLess = p.subtract(one);
    var qLess = q.subtract(one);
    return key.getModulus().equals(publicKey.getModulus())
        && p.multiply(q).equals(publicKey.getModulus())
        && key.getPublicExponent().equals(e)
        && key.getPrivateExponent().multiply(e).mod(pLess).equals(one)
        && key.getPrivateExponent().multiply(e).mod(qLess).equals(one)
        && key.getPrivateExponent().mod(pLess).equals(key.getPrimeExponentP())
        && key.getPrivateExponent().mod(qLess).equals(key.getPrimeExponentQ())
        && key.getCrtCoefficient().multiply(q).mod(p).equals(one);
  }

  private static boolean matchesEc(PrivateKey privateKey, PublicKey publicKey) throws IOException {
    return PrivateKeyFactory.createKey(privateKey.getEncoded()) instanceof ECPrivateKeyParameters d
        && PublicKeyFactory.createKey(publicKey.getEncoded()) instanceof ECPublicKeyParameters q
        && d.getParameters().equals(q.getParameters())
        && d.getParameters().getG().multiply(d.getD()).equals(q.getQ());
  }
}
