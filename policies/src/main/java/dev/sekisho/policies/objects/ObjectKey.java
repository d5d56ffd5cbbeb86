package dev.sekisho.policies.objects;

/**
 * Names one object of the cluster.
 *
 * @param kind plain for built-in kinds, {@code Ingress}; with its group for custom ones, {@code
 *     Gateway.networking.istio.io}; {@link GroupVersionKind#nameInKey} makes it
 * @param namespace empty for cluster-scoped kinds
 */
public record ObjectKey(String kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  /** {@code namespace/name}, or {@code name} where there is no namespace: as messages show it. */
  public String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public int compareTo(ObjectKey other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = namespace.compareTo(other.namespace);
    }
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /** {@code Kind/namespace/name}. */
  @Override
  public String toString() {
    return kind + "/" + qualifiedName();
  }
}
