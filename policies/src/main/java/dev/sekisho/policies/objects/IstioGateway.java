package dev.sekisho.policies.objects;

import java.util.List;
import java.util.Map;

/**
 * A Gateway of Istio ({@code networking.istio.io}).
 *
 * @param selector labels of the Pods that serve it, in any namespace; empty: all gateway Pods
 * @see <a href="https://istio.io/latest/docs/reference/config/networking/gateway/">Gateway</a>
 */
public record IstioGateway(
    ObjectMeta meta,
    Map<String, String> selector,
    List<Server> servers,
    List<FieldProblem> unreadable)
    implements HostObject {

  public static final String KIND = KindNames.of("networking.istio.io", "Gateway");

  public IstioGateway {
    selector = Map.copyOf(selector);
    servers = List.copyOf(servers);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public IstioGateway in(String namespace) {
    return new IstioGateway(meta.in(namespace), selector, servers, unreadable);
  }

  /**
   * @param tls whether clients speak TLS to it
   * @param fieldPath of the server, {@code spec.servers[0]}
   */
  public record Server(List<Host> hosts, boolean tls, String fieldPath) {
    public Server {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * A host for the VirtualServices of some namespaces, {@code namespace/host}.
   *
   * @param namespace {@code *} for all, {@code .} for that of the Gateway, {@code ~} for none
   * @param host as written, without the namespace
   */
  public record Host(String namespace, String host, String fieldPath) {

    static Host read(String text, String fieldPath) {
      int slash = text.indexOf('/');
      return slash < 0
          ? new Host("*", text, fieldPath)
          : new Host(text.substring(0, slash), text.substring(slash + 1), fieldPath);
    }

    /** Whether VirtualServices of that namespace may be served here. */
    public boolean isFor(String serviceNamespace, String gatewayNamespace) {
      return switch (namespace) {
        case "*" -> true;
        case "." -> serviceNamespace.equals(gatewayNamespace);
        default -> serviceNamespace.equals(namespace);
      };
    }
  }
}
