package dev.sekisho.policies.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Names a set of policies by its content: equal sets have equal revisions on every replica and
 * after every restart.
 *
 * @param digest SHA-256 over the parsed policies, 64 hex digits
 */
public record PolicyRevision(String digest) {

  private static final int SHOWN = 12;

  /**
   * @param policies in the order of their ids
   */
  static PolicyRevision of(Collection<Policy> policies) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (Policy policy : policies) {
        // Records print every component, lists in order, maps sorted: the text is the model. The
        // length keeps two policies from reading as one.
        byte[] text = policy.toString().getBytes(StandardCharsets.UTF_8);
        sha.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(text);
      }
      return new PolicyRevision(HexFormat.of().formatHex(sha.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The first 12 digits, as users see it. */
  @Override
  public String toString() {
    return digest.substring(0, SHOWN);
  }
}
