package dev.sekisho.integration;

/** Where a gateway listens. */
record GatewayPorts(int http, int https) {
  static GatewayPorts free() {
    return new GatewayPorts(Ports.free(), Ports.free());
  }
}
