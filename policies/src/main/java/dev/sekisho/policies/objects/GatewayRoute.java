package dev.sekisho.policies.objects;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route of the Gateway API that has host names: HTTPRoute, GRPCRoute or TLSRoute.
 *
 * @param kind as in an {@link ObjectKey}
 * @param hostnames as written; empty: those of the listeners
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httproute">HTTPRoute</a>
 */
public record GatewayRoute(
    String kind,
    ObjectMeta meta,
    List<String> hostnames,
    List<Parent> parents,
    List<FieldProblem> unreadable)
    implements HostObject {

  public GatewayRoute {
    hostnames = List.copyOf(hostnames);
    parents = List.copyOf(parents);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public GatewayRoute in(String namespace) {
    return new GatewayRoute(kind, meta.in(namespace), hostnames, parents, unreadable);
  }

  /**
   * What the route is attached to.
   *
   * @param kind as in an {@link ObjectKey}
   * @param namespace empty: that of the route
   * @param sectionName the listener; empty: all of them
   * @param port of the listeners; empty: any
   * @param fieldPath of the reference, {@code spec.parentRefs[0]}
   */
  public record Parent(
      String kind,
      Optional<String> namespace,
      String name,
      Optional<String> sectionName,
      OptionalInt port,
      String fieldPath) {

    /** Whether it is a Service, of which the mesh routes the traffic; host names don't count. */
    public boolean isService() {
      return kind.equals("Service");
    }

    public boolean picks(KubernetesGateway.Listener listener) {
      return sectionName.map(listener.name()::equals).orElse(true)
          && (port.isEmpty() || port.getAsInt() == listener.port());
    }
  }

  /** What {@code parent} means. */
  public ObjectKey key(Parent parent) {
    return new ObjectKey(parent.kind(), parent.namespace().orElse(meta.namespace()), parent.name());
  }
}
