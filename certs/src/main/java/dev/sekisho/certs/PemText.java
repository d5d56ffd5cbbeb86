package dev.sekisho.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** Writes PEM: RFC 7468's strict form, 64 characters in a line, each ended by a line feed. */
final class PemText {
  private static final byte[] LINE_END = "\n".getBytes(US_ASCII);

  private PemText() {}

  static String of(String label, byte[] content) {
    var body = Base64.getMimeEncoder(64, LINE_END).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
