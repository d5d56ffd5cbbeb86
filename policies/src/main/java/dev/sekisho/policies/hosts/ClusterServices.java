package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import java.util.List;
import java.util.Optional;

/** The host names of Services: {@code name.namespace.svc.cluster.local}. */
final class ClusterServices {

  private static final String DOMAIN = "cluster.local";

  /** Every name in the cluster. */
  static final HostPattern ALL = HostPattern.of("*." + DOMAIN);

  /** For messages. */
  static final String TEXT = "the services of the cluster";

  private static final HostPattern SERVICES = HostPattern.of("*.svc." + DOMAIN);

  /** Labels of {@code namespace.svc.cluster.local}. */
  private static final int NAMESPACE = 4;

  private ClusterServices() {}

  static String suffix(String namespace) {
    return "." + namespace + ".svc." + DOMAIN;
  }

  /** Whether all names of {@code host} are services of that namespace. */
  static boolean areOf(String namespace, HostPattern host) {
    return namespaceOf(host).filter(namespace::equals).isPresent();
  }

  static String text(String namespace) {
    return "the services of namespace " + namespace;
  }

  /** The namespace that all names of {@code host} are services of, if there is one. */
  static Optional<String> namespaceOf(HostPattern host) {
    List<String> labels = host.reversedLabels();
    int needed = host.isWildcard() ? NAMESPACE : NAMESPACE + 1;
    return SERVICES.covers(host) && labels.size() >= needed
        ? Optional.of(labels.get(NAMESPACE - 1))
        : Optional.empty();
  }
}
