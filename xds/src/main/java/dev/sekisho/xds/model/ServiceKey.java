package dev.sekisho.xds.model;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names a Service. Ordered by namespace, then name. */
public record ServiceKey(String namespace, String name) implements Comparable<ServiceKey> {
  /** The DNS domain of the cluster, as Kubernetes has it unless told otherwise. */
  public static final String CLUSTER_DOMAIN = "cluster.local";

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

  /**
   * The Service that has this DNS name, in any case and with a dot at its end or without; empty if
   * it is no Service's.
   */
  static Optional<ServiceKey> ofFqdn(String host) {
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    var labels = name.toLowerCase(Locale.ROOT).split("\\.", 3);
    return labels.length == 3
            && !labels[0].isEmpty()
            && !labels[1].isEmpty()
            && labels[2].equals("svc." + CLUSTER_DOMAIN)
        ? Optional.of(new ServiceKey(labels[1], labels[0]))
        : Optional.empty();
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
