package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.model.ServicePort;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a port of a Service speaks, as far as a proxy has to know.
 *
 * @see <a
 *     href="https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/">
 *     Istio: protocol selection</a>
 */
public enum PortProtocol {
  HTTP_1,
  HTTP_2,
  /** Bytes: also TLS, which isn't opened, and protocols that have no filter here. */
  TCP,
  /** Bytes whose operations are counted. */
  MONGO,
  /** Not declared: to be told by the first bytes of each connection. */
  DETECTED;

  private static final String GRPC_WEB = "grpc-web";

  private static final Map<String, PortProtocol> BY_NAME =
      Map.ofEntries(
          Map.entry("http", HTTP_1),
          Map.entry("http_proxy", HTTP_1),
          Map.entry("http2", HTTP_2),
          Map.entry("grpc", HTTP_2),
          Map.entry(GRPC_WEB, HTTP_2),
          Map.entry("tcp", TCP),
          Map.entry("tls", TCP),
          Map.entry("https", TCP),
          Map.entry("udp", TCP),
          Map.entry("mongo", MONGO),
          Map.entry("mysql", TCP),
          Map.entry("redis", TCP));

  private static final Map<String, PortProtocol> OF_KUBERNETES =
      Map.of(
          "kubernetes.io/h2c", HTTP_2,
          "kubernetes.io/ws", HTTP_1,
          "kubernetes.io/wss", TCP);

  /**
   * SMTP, DNS, MySQL, MongoDB and NATS (4222, 6222): the server may speak first, or what it speaks
   * would be waited for in vain.
   */
  private static final Set<Integer> KNOWN_TCP = Set.of(25, 53, 3306, 4222, 6222, 27017);

  /**
   * {@code appProtocol} decides if it is known, else the port's name up to its first hyphen, in any
   * case; a port that says nothing is told by its number, or else {@link #DETECTED}.
   */
  public static PortProtocol of(ServicePort port) {
    return port.appProtocol()
        .flatMap(PortProtocol::ofAppProtocol)
        .or(() -> ofName(port.name()))
        .orElse(KNOWN_TCP.contains(port.number()) ? TCP : DETECTED);
  }

  /** Whether requests are routed, rather than connections. */
  public boolean isHttp() {
    return this == HTTP_1 || this == HTTP_2;
  }

  private static Optional<PortProtocol> ofAppProtocol(String appProtocol) {
    var name = appProtocol.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_NAME.get(name))
        .or(() -> Optional.ofNullable(OF_KUBERNETES.get(name)));
  }

  private static Optional<PortProtocol> ofName(String portName) {
    var name = portName.toLowerCase(Locale.ROOT);
    int hyphen = name.indexOf('-');
    return Optional.ofNullable(BY_NAME.get(hyphen < 0 ? name : name.substring(0, hyphen)));
  }
}
