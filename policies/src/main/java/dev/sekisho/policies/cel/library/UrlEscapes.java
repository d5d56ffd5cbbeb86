package dev.sekisho.policies.cel.library;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent escapes in the parts of a URL, on the bytes of their UTF-8 form. */
final class UrlEscapes {

  private static final String UNRESERVED = "-_.~";
  private static final String IN_PATH = "$&+,/:;=@";
  private static final String IN_HOST = "!$&'()*+,;=:[]<>\"";
  private static final String VALID_IN_PATH = "!$&'()*+,;=:@[]%/";
  private static final char[] HEXADECIMAL = "0123456789ABCDEF".toCharArray();

  private UrlEscapes() {}

  /** The text without escapes; a plus sign stays one. */
  static byte[] decoded(String text) {
    return decoded(text, false);
  }

  /** A name or value of a query without escapes; a plus sign is a space. */
  static String decodedQuery(String text) {
    return new String(decoded(text, true), StandardCharsets.UTF_8);
  }

  /**
   * A host without escapes. Only what isn't ASCII may be escaped.
   *
   * @param zone of an IPv6 address, where more may be
   */
  static String decodedHost(String text, boolean zone) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int value = escape(text, i);
        boolean percent = value == '%';
        boolean permitted =
            zone ? percent || value == ' ' || isIn(value, IN_HOST) : percent || value >= 0x80;
        require(permitted);
        i += 2;
      } else {
        require(c >= 0x80 || isIn(c, IN_HOST));
      }
    }
    return new String(decoded(text), StandardCharsets.UTF_8);
  }

  /** The path as it is if it may be so, else with the escapes that it needs. */
  static String path(String text) {
    byte[] plain = decoded(text);
    if (text.chars().allMatch(c -> c < 0x80 && isIn(c, VALID_IN_PATH)) || text.equals("*")) {
      return text;
    }
    return escaped(plain, IN_PATH);
  }

  private static String escaped(byte[] bytes, String permitted) {
    var escaped = new StringBuilder();
    for (byte b : bytes) {
      int c = b & 0xff;
      if (isIn(c, permitted)) {
        escaped.append((char) c);
      } else {
        escaped.append('%').append(HEXADECIMAL[c >> 4]).append(HEXADECIMAL[c & 0xf]);
      }
    }
    return escaped.toString();
  }

  private static byte[] decoded(String text, boolean query) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        decoded.write(escape(new String(raw, StandardCharsets.ISO_8859_1), i));
        i += 2;
      } else {
        decoded.write(query && raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static int escape(String text, int at) {
    require(at + 2 < text.length());
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    require(high >= 0 && low >= 0 && text.charAt(at + 1) < 0x80 && text.charAt(at + 2) < 0x80);
    return high << 4 | low;
  }

  private static boolean isIn(int c, String others) {
    boolean letterOrDigit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    boolean listed = UNRESERVED.indexOf(c) >= 0 || others.indexOf(c) >= 0;
    return letterOrDigit || (c < 0x80 && listed);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a URL: invalid character or escape");
    }
  }
}
