package dev.sekisho.policies.objects;

import java.util.List;
import java.util.Optional;

/**
 * A Gateway of the Gateway API ({@code gateway.networking.k8s.io}).
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#gateway">Gateway</a>
 */
public record KubernetesGateway(
    ObjectMeta meta, List<Listener> listeners, List<FieldProblem> unreadable)
    implements HostObject {

  public static final String GROUP = "gateway.networking.k8s.io";
  public static final String KIND = KindNames.of(GROUP, "Gateway");

  public KubernetesGateway {
    listeners = List.copyOf(listeners);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public KubernetesGateway in(String namespace) {
    return new KubernetesGateway(meta.in(namespace), listeners, unreadable);
  }

  /**
   * @param hostname as written; empty: all hosts
   * @param port 0 where it can't be read
   * @param tls whether clients speak TLS to it
   * @param fieldPath of the listener, {@code spec.listeners[0]}
   */
  public record Listener(
      String name, Optional<String> hostname, int port, boolean tls, String fieldPath) {}
}
