package dev.sekisho.xds.model;

/** The ports that the gateway's proxies bind, on all their addresses. */
public record GatewayPorts(int http, int https) {
  private static final int MAX_PORT = 65535;

  /**
   * @throws IllegalArgumentException if a port is out of range, or if both are the same
   */
  public GatewayPorts {
    check("http", http);
    check("https", https);
    if (http == https) {
      throw new IllegalArgumentException(
          "https port: %d (expected: another than the http port)".formatted(https));
    }
  }

  private static void check(String name, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s port: %d (expected: 1 to %d)".formatted(name, port, MAX_PORT));
    }
  }
}
