package dev.sekisho.xds.resources;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first {@value #HEX_DIGITS} hex digits of a SHA-256: long enough that two states of a resource
 * don't meet by accident, short enough to read in a log.
 */
final class ContentHash {
  private static final int HEX_DIGITS = 16;

  private final MessageDigest digest;

  ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ContentHash add(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds the text and a terminator, so that neighbouring texts can't run into each other. */
  ContentHash add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /** Ends the computation: call once. The whole hash, not negative. */
  BigInteger number() {
    return new BigInteger(1, digest.digest());
  }

  /** Ends the computation: call once. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
  }
}
