package dev.sekisho.xds.model.sidecar;

import java.util.List;
import java.util.Optional;

/**
 * A check of kubelet's that the proxy makes in its place, as kubelet has no certificate of the mesh
 * to call the application with.
 *
 * @param container of the Pod
 * @param timeoutSeconds for one check, at least 1
 * @param periodSeconds between checks, at least 1
 */
public record AppProbe(
    String container, ProbeKind kind, Action action, int timeoutSeconds, int periodSeconds) {

  /** {@code /app-health/web/readyz}: where kubelet asks. */
  public String path() {
    return kind.path(container);
  }

  /** What is checked, at the Pod's own address. */
  public sealed interface Action {
    /** A port of the Pod. */
    int port();
  }

  /**
   * A request that must be answered with 200 to 399; a redirect isn't followed.
   *
   * @param path begins with a slash; may have a query
   * @param tls whether over TLS, with whatever certificate
   * @param host of the request; empty: the Pod's address with the port
   */
  public record HttpGet(
      int port, String path, boolean tls, Optional<String> host, List<Header> headers)
      implements Action {
    public HttpGet {
      headers = List.copyOf(headers);
    }
  }

  /** A header of a request; there may be several of a name. */
  public record Header(String name, String value) {}

  /** A connection that must be accepted. */
  public record TcpSocket(int port) implements Action {}

  /**
   * A call of gRPC's health service, which must say that it is serving.
   *
   * @param service that is asked for; may be empty
   */
  public record Grpc(int port, String service) implements Action {}
}
