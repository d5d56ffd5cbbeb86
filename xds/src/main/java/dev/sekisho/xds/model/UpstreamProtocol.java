package dev.sekisho.xds.model;

import java.util.Locale;
import java.util.Set;

/** The HTTP version that a Service's port speaks, as declared on it. */
public enum UpstreamProtocol {
  HTTP_1,
  HTTP_2;

  private static final Set<String> HTTP_2_NAMES = Set.of("http2", "h2c", "grpc", "grpc-web");
  private static final String KUBERNETES_H2C = "kubernetes.io/h2c";

  /**
   * {@code appProtocol} decides alone where it is set, else the port's name up to its first hyphen;
   * any case. What isn't declared is HTTP/1.1.
   */
  static UpstreamProtocol of(ServicePort port) {
    return port.appProtocol().map(UpstreamProtocol::ofAppProtocol).orElseGet(() -> ofName(port));
  }

  private static UpstreamProtocol ofAppProtocol(String appProtocol) {
    var name = appProtocol.toLowerCase(Locale.ROOT);
    return HTTP_2_NAMES.contains(name) || name.equals(KUBERNETES_H2C) ? HTTP_2 : HTTP_1;
  }

  private static UpstreamProtocol ofName(ServicePort port) {
    var name = port.name().toLowerCase(Locale.ROOT);
    int hyphen = name.indexOf('-');
    return HTTP_2_NAMES.contains(hyphen < 0 ? name : name.substring(0, hyphen)) ? HTTP_2 : HTTP_1;
  }
}
