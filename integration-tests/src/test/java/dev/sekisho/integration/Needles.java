package dev.sekisho.integration;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * The texts by which a secret is known wherever it shows: as it is, in Base64 wherever it begins in
 * what is encoded, in hexadecimal. Of a key only the private numbers count: certificates hold the
 * rest of it.
 */
final class Needles {
  /** Enough to be sure, and no more than two lines of PEM have. */
  private static final int BYTES = 48;

  private static final int SHORTEST = 12;

  private Needles() {}

  static Set<String> ofText(String value) {
    var text = squeezed(value);
    var needles = new LinkedHashSet<String>();
    needles.add(text.substring(0, Math.min(text.length(), 2 * BYTES)));
    var once = encoded(value.getBytes(StandardCharsets.UTF_8));
    needles.addAll(once);
    // The data of Secrets is Base64, and Envoy shows bytes in Base64 once more.
    once.forEach(text64 -> needles.addAll(encoded(text64.getBytes(StandardCharsets.US_ASCII))));
    int signature = value.lastIndexOf('.') + 1;
    if (signature > 0 && value.startsWith("ey") && value.length() - signature > SHORTEST) {
      // Of a JWT that alone is secret; it may begin as JWTs do.
      needles.addAll(ofText(value.substring(signature)));
    }
    return needles;
  }

  static Set<String> ofPem(String pem) {
    var needles = new LinkedHashSet<String>();
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        var key =
            switch (object) {
              case PrivateKeyInfo info -> info;
              case PEMKeyPair pair -> pair.getPrivateKeyInfo();
              default -> null;
            };
        if (key != null) {
          needles.addAll(ofKey(key, pem));
        }
      }
    } catch (IOException e) {
      // No key that could be read: as a text it is secret all the same.
      needles.addAll(ofText(pem));
    }
    return needles;
  }

  private static Set<String> ofKey(PrivateKeyInfo key, String pem) throws IOException {
    var needles = new LinkedHashSet<String>();
    var der = HexFormat.of().formatHex(key.getEncoded());
    for (byte[] number : numbers(PrivateKeyFactory.createKey(key))) {
      needles.addAll(encoded(number));
      lines(pem, der, number).forEach(line -> needles.addAll(ofText(line)));
    }
    return needles;
  }

  private static List<byte[]> numbers(AsymmetricKeyParameter key) {
    return switch (key) {
      case ECPrivateKeyParameters ec -> List.of(bytes(ec.getD(), 32));
      case RSAPrivateCrtKeyParameters rsa ->
          Stream.of(rsa.getExponent(), rsa.getP(), rsa.getQ()).map(n -> bytes(n, 0)).toList();
      default -> throw new AssertionError("keys of type " + key.getClass() + " aren't looked for");
    };
  }

  private static byte[] bytes(BigInteger number, int length) {
    var hex = number.toString(16);
    var padded = "0".repeat(Math.max(hex.length() % 2, 2 * length - hex.length())) + hex;
    return HexFormat.of().parseHex(padded);
  }

  /** The lines of the PEM text that hold at least half of the number's first bytes. */
  private static List<String> lines(String pem, String der, byte[] number) {
    int at = der.indexOf(HexFormat.of().formatHex(number)) / 2;
    var body = pem.lines().filter(line -> !line.startsWith("-----")).toList();
    int line = at / BYTES;
    return body.subList(Math.min(line, body.size()), Math.min(line + 1, body.size()));
  }

  private static Set<String> encoded(byte[] secret) {
    var bytes = Arrays.copyOf(secret, Math.min(secret.length, BYTES));
    var needles = new LinkedHashSet<String>();
    for (int before = 0; before < 3; before++) {
      var shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // Without the characters that also hold bits of what is before and after.
      var own = text.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
      needles.add(own);
      needles.add(own.replace('+', '-').replace('/', '_'));
    }
    needles.add(HexFormat.of().formatHex(bytes));
    needles.add(HexFormat.of().withUpperCase().formatHex(bytes));
    needles.removeIf(needle -> needle.length() < SHORTEST);
    return needles;
  }

  /** Without white space, and without what JSON makes of it. */
  static String squeezed(String text) {
    return text.replaceAll("(\\\\+[nrt])|[\\s\\\\]", "");
  }
}
