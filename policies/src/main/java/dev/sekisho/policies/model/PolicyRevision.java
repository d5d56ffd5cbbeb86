package dev.sekisho.policies.model;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

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
      policies.forEach(policy -> feed(sha, policy));
      return new PolicyRevision(HexFormat.of().formatHex(sha.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Takes in every component of the model. Each part says how long it is, so that two models that
   * print alike stay apart.
   */
  private static void feed(MessageDigest sha, @Nullable Object part) {
    switch (part) {
      case Record composite -> {
        for (var component : composite.getClass().getRecordComponents()) {
          feed(sha, valueOf(component, composite));
        }
      }
      case Optional<?> optional -> feed(sha, optional.stream().toList());
      case Map<?, ?> sorted -> {
        feed(sha, List.copyOf(sorted.keySet()));
        feed(sha, List.copyOf(sorted.values()));
      }
      case SortedSet<?> sorted -> feed(sha, List.copyOf(sorted));
      case List<?> list -> {
        feed(sha, list.size());
        list.forEach(element -> feed(sha, element));
      }
      case null, default -> {
        byte[] text = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        sha.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(text);
      }
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Record composite) {
    try {
      return component.getAccessor().invoke(composite);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the model is made of public records", e);
    }
  }

  /** The first 12 digits, as users see it. */
  @Override
  public String toString() {
    return digest.substring(0, SHOWN);
  }
}
