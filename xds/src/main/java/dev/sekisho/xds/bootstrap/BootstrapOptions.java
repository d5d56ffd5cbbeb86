package dev.sekisho.xds.bootstrap;

import java.util.Optional;

/**
 * What differs between proxies.
 *
 * @param nodeName the node id after the role, in Istio's form {@code <address>~<name>~<domain>};
 *     printable ASCII without spaces, at most {@value #MAX_NODE_NAME} characters
 * @param xdsHost where Sekisho listens: a DNS name or an IP address; its certificate must name it
 * @param tls empty: plaintext, for a loopback connection
 * @param adminPort on 127.0.0.1; 0: one that is free
 */
public record BootstrapOptions(
    ProxyRole role,
    String nodeName,
    String xdsHost,
    int xdsPort,
    Optional<XdsTls> tls,
    int adminPort) {
  private static final int MAX_NODE_NAME = 480;
  private static final int MAX_PORT = 65535;

  /**
   * @throws IllegalArgumentException if a value is out of its bounds
   */
  public BootstrapOptions {
    if (nodeName.isEmpty()
        || nodeName.length() > MAX_NODE_NAME
        || !nodeName.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "node name: \"%s\" (expected: 1 to %d printable characters without spaces)"
              .formatted(nodeName, MAX_NODE_NAME));
    }
    if (xdsHost.isEmpty()) {
      throw new IllegalArgumentException("xDS host: empty (expected: a name or an IP address)");
    }
    checkPort("xDS port", xdsPort, 1);
    checkPort("admin port", adminPort, 0);
  }

  private static void checkPort(String name, int port, int least) {
    if (port < least || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, port, least, MAX_PORT));
    }
  }

  /** {@code router~<node name>} for a gateway. */
  public String nodeId() {
    return role.nodeKind() + "~" + nodeName;
  }
}
