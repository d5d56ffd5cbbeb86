package dev.sekisho.policies.objects;

import java.util.List;

/**
 * A VirtualService of Istio ({@code networking.istio.io}).
 *
 * @param hosts as written; empty for a delegate
 * @param gateways as written: {@code mesh}, {@code namespace/name}, or {@code name} in its own
 *     namespace; never empty, since none means {@code mesh}
 * @see <a href="https://istio.io/latest/docs/reference/config/networking/virtual-service/">
 *     VirtualService</a>
 */
public record VirtualService(
    ObjectMeta meta, List<String> hosts, List<String> gateways, List<FieldProblem> unreadable)
    implements HostObject {

  public static final String KIND = KindNames.of("networking.istio.io", "VirtualService");

  /** The word for the sidecars of the mesh. */
  public static final String MESH = "mesh";

  public VirtualService {
    hosts = List.copyOf(hosts);
    gateways = gateways.isEmpty() ? List.of(MESH) : List.copyOf(gateways);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public VirtualService in(String namespace) {
    return new VirtualService(meta.in(namespace), hosts, gateways, unreadable);
  }

  /** The Gateway that {@code reference}, one of {@link #gateways} but not the mesh, means. */
  public ObjectKey gateway(String reference) {
    int slash = reference.indexOf('/');
    return slash < 0
        ? new ObjectKey(IstioGateway.KIND, meta.namespace(), reference)
        : new ObjectKey(
            IstioGateway.KIND, reference.substring(0, slash), reference.substring(slash + 1));
  }
}
