package dev.sekisho.xds.translate;

import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.TlsChain;

/**
 * The names of resources and statistics. Users see them in logs and dashboards and tools of Istio's
 * know them: they stay to the letter.
 */
public final class ResourceNames {
  static final int HTTP_SERVER_PORT = 80;
  static final int HTTPS_SERVER_PORT = 443;

  public static final String CLUSTER_DOMAIN = ServiceKey.CLUSTER_DOMAIN;

  private static final String WILDCARD_ADDRESS = "0.0.0.0";
  private static final String HTTPS_PORT_NAME = "https";

  private ResourceNames() {}

  /** {@code outbound|80||shop.web.svc.cluster.local}. */
  public static String cluster(ClusterRef cluster) {
    return "outbound|%d||%s".formatted(cluster.port(), cluster.service().fqdn(CLUSTER_DOMAIN));
  }

  /**
   * The name in statistics: the semicolon ends it, so that the tag patterns of the bootstrap can
   * tell a name with dots from what follows.
   */
  public static String stat(String name) {
    return name + ";";
  }

  /** {@code 0.0.0.0_8080}. */
  public static String listener(int port) {
    return WILDCARD_ADDRESS + "_" + port;
  }

  /** The address of all interfaces. */
  public static String listenerAddress() {
    return WILDCARD_ADDRESS;
  }

  /** {@code http.8080}. */
  static String httpRoutes(int port) {
    return "http." + port;
  }

  /** {@code https.443.https.shop.web}; further entries of the Ingress count up: {@code https-1}. */
  static String httpsRoutes(TlsChain chain) {
    var portName = chain.entry() == 0 ? HTTPS_PORT_NAME : HTTPS_PORT_NAME + "-" + chain.entry();
    return "https.%d.%s.%s.%s"
        .formatted(
            HTTPS_SERVER_PORT, portName, chain.ingress().name(), chain.ingress().namespace());
  }

  /** {@code shop.example.com:80}. */
  public static String virtualHost(String host, int serverPort) {
    return host + ":" + serverPort;
  }

  /** {@code kubernetes://web/shop-tls}. */
  static String secret(SecretKey secret) {
    return "kubernetes://" + secret.namespace() + "/" + secret.name();
  }
}
