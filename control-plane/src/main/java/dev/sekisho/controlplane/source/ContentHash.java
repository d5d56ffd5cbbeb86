package dev.sekisho.controlplane.source;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stands for a text of which nothing is kept: the first half of its SHA-256. */
record ContentHash(long high, long low) {

  static ContentHash of(byte[] text) {
    try {
      var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
      return new ContentHash(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
