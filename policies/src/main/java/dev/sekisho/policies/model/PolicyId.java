package dev.sekisho.policies.model;

import java.util.Comparator;

/** {@code namespace/ConfigMap/name}: unique among the policies in force. */
public record PolicyId(String namespace, String configMap, String name)
    implements Comparable<PolicyId> {

  private static final Comparator<PolicyId> ORDER =
      Comparator.comparing(PolicyId::namespace)
          .thenComparing(PolicyId::configMap)
          .thenComparing(PolicyId::name);

  @Override
  public int compareTo(PolicyId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + configMap + "/" + name;
  }
}
