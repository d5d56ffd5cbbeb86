package dev.sekisho.xds.model;

import java.util.Comparator;

/** Names a Service. Ordered by namespace, then name. */
public record ServiceKey(String namespace, String name) implements Comparable<ServiceKey> {
  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::namespace).thenComparing(ServiceKey::name);

  /**
   * The Service's DNS name.
   *
   * @param domain the cluster's domain, {@code cluster.local}
   */
  public String fqdn(String domain) {
    return name + "." + namespace + ".svc." + domain;
  }

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
