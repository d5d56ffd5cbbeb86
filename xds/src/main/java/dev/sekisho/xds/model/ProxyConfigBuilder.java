package dev.sekisho.xds.model;

import java.util.HashMap;
import java.util.stream.Collectors;

/**
 * Decides what a gateway serves. Pure: equal inputs give equal results, whatever the order of their
 * collections.
 */
public final class ProxyConfigBuilder {
  private ProxyConfigBuilder() {}

  /**
   * The gateway's configuration. What an Ingress asks for and can't be had is left out or answered
   * with 503, and listed in {@link ProxyConfig#problems}; it never affects another Ingress.
   */
  public static ProxyConfig build(GatewayInput input, GatewayPorts ports) {
    var ingresses = IngressAge.oldestFirst(input.granted());
    var problems = new Problems();
    var backends = new Backends(input, problems);
    var virtualHosts = new VirtualHosts(backends, problems).of(ingresses);
    var chains = new TlsChains(input, virtualHosts, problems).of(ingresses);
    var certificates = new HashMap<>(input.certificates());
    certificates
        .keySet()
        .retainAll(chains.stream().map(TlsChain::certificate).collect(Collectors.toSet()));
    return new ProxyConfig(
        ports,
        virtualHosts,
        chains,
        backends.clusters(virtualHosts),
        certificates,
        problems.found(),
        input.revision());
  }
}
