package dev.sekisho.policies.objects;

import java.util.Comparator;

/**
 * Names one object of the cluster.
 *
 * @param kind plain for built-in kinds, {@code Ingress}; with its group for custom ones, {@code
 *     Gateway.networking.istio.io}; {@link GroupVersionKind#nameInKey} makes it
 * @param namespace empty for cluster-scoped kinds
 */
public record ObjectKey(String kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::kind)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  /** {@code namespace/name}, or {@code name} where there is no namespace: as messages show it. */
  public String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code Kind/namespace/name}. */
  @Override
  public String toString() {
    return kind + "/" + qualifiedName();
  }
}
