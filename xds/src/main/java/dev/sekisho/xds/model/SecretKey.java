package dev.sekisho.xds.model;

import java.util.Comparator;

/** Names a Secret. Ordered by namespace, then name. */
public record SecretKey(String namespace, String name) implements Comparable<SecretKey> {
  private static final Comparator<SecretKey> ORDER =
      Comparator.comparing(SecretKey::namespace).thenComparing(SecretKey::name);

  @Override
  public int compareTo(SecretKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
