package dev.sekisho.webhook.inject;

import java.util.List;

/** The ports of sidecars: Istio's. */
final class ProxyPorts {

  static final int ADMIN = 15000;
  static final int OUTBOUND = 15001;
  static final int EXPLICIT = 15002;
  static final int INBOUND = 15006;
  static final int PROBES = 15020;
  static final int HEALTH = 15021;
  static final int METRICS = 15090;

  /** Connections to these aren't redirected. */
  static final List<Integer> STATUS = List.of(METRICS, HEALTH, PROBES);

  /** No container of an application can listen on these. */
  static final List<Integer> TAKEN =
      List.of(ADMIN, OUTBOUND, EXPLICIT, INBOUND, PROBES, HEALTH, METRICS);

  private ProxyPorts() {}
}
