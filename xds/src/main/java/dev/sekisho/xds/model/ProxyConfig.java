package dev.sekisho.xds.model;

import java.util.List;
import java.util.Map;

/**
 * What a gateway does, before it is put into Envoy's words. Equal inputs give equal values,
 * whatever the order of the inputs.
 *
 * @param virtualHosts of the plaintext port, by host
 * @param tlsChains of the TLS port, by the age of their Ingress; empty: no TLS is served
 * @param clusters those that routes lead to, in order
 * @param certificates those that {@code tlsChains} name
 * @param problems what couldn't be served as meant, for whoever owns the objects
 * @param revision of the policies
 */
public record ProxyConfig(
    GatewayPorts ports,
    List<VirtualHost> virtualHosts,
    List<TlsChain> tlsChains,
    List<UpstreamCluster> clusters,
    Map<SecretKey, TlsCertificate> certificates,
    List<ConfigProblem> problems,
    String revision) {
  public ProxyConfig {
    virtualHosts = List.copyOf(virtualHosts);
    tlsChains = List.copyOf(tlsChains);
    clusters = List.copyOf(clusters);
    certificates = Map.copyOf(certificates);
    problems = List.copyOf(problems);
  }
}
