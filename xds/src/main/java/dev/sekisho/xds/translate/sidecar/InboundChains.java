package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.translate.HttpConnections;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/**
 * The filter chains of a port: one for each way in which its mTLS mode and protocol let a
 * connection be spoken. What matches none is closed.
 */
final class InboundChains {
  private static final String TLS = "tls";
  private static final String PLAINTEXT = "raw_buffer";

  /** What proxies of the mesh offer for requests on a port whose protocol isn't declared. */
  private static final List<String> MESH_HTTP =
      List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");

  /** What they offer for anything else. */
  private static final List<String> MESH_TCP = List.of("istio-peer-exchange", "istio");

  /** Whatever proxies of the mesh offer. */
  private static final List<String> MESH =
      List.of("istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2");

  /** What the inspector finds that requests in plaintext are. */
  private static final List<String> PLAINTEXT_HTTP = List.of("http/1.0", "http/1.1", "h2c");

  private static final List<String> ANY = List.of();

  private final TransportSocket mtls;
  private final List<HttpFilter> requestRules;
  private final List<Filter> connectionRules;
  private final boolean namesPaths;
  private final boolean admitsStrangers;
  private final boolean admitsMembers;

  InboundChains(InboundConfig config) {
    this.mtls = InboundMtls.socket(config.trustDomain());
    this.requestRules = RbacFilters.ofRequests(config.mesh().allow());
    this.connectionRules = RbacFilters.ofConnections(config.mesh().allow());
    this.namesPaths =
        config.mesh().allow().stream()
            .flatMap(List::stream)
            .anyMatch(rule -> rule.to().filter(what -> !what.paths().isEmpty()).isPresent());
    this.admitsStrangers = config.mesh().allow().isEmpty();
    this.admitsMembers = RbacFilters.admitConnections(config.mesh().allow());
  }

  List<FilterChain> of(InboundTarget target, PortProtocol protocol, MtlsMode mode) {
    return switch (protocol) {
      case HTTP_1, HTTP_2 ->
          switch (mode) {
            case DISABLE -> List.of(plainRequests(target, ANY));
            case PERMISSIVE -> List.of(meshRequests(target, MESH), plainRequests(target, ANY));
            case STRICT -> List.of(meshRequests(target, ANY));
          };
      case TCP, MONGO ->
          switch (mode) {
            case DISABLE -> List.of(plainConnections(target));
            case PERMISSIVE ->
                List.of(
                    meshConnections(target, MESH), foreignTls(target), plainConnections(target));
            case STRICT -> List.of(meshConnections(target, ANY));
          };
      case DETECTED ->
          switch (mode) {
            case DISABLE ->
                List.of(plainRequests(target, PLAINTEXT_HTTP), plainConnections(target));
            case PERMISSIVE ->
                List.of(
                    meshRequests(target, MESH_HTTP),
                    plainRequests(target, PLAINTEXT_HTTP),
                    meshConnections(target, MESH_TCP),
                    plainConnections(target),
                    foreignTls(target));
            case STRICT -> List.of(meshRequests(target, MESH_HTTP), meshConnections(target, ANY));
          };
    };
  }

  private FilterChain meshRequests(InboundTarget target, List<String> protocols) {
    return requests(target, TLS, protocols).setTransportSocket(mtls).build();
  }

  private FilterChain plainRequests(InboundTarget target, List<String> protocols) {
    return requests(target, PLAINTEXT, protocols).build();
  }

  private FilterChain meshConnections(InboundTarget target, List<String> protocols) {
    return connections(target, TLS, protocols, admitsMembers).setTransportSocket(mtls).build();
  }

  private FilterChain plainConnections(InboundTarget target) {
    return connections(target, PLAINTEXT, ANY, admitsStrangers).build();
  }

  /** TLS that the application itself answers. */
  private FilterChain foreignTls(InboundTarget target) {
    return connections(target, TLS, ANY, admitsStrangers).build();
  }

  private FilterChain.Builder requests(
      InboundTarget target, String transport, List<String> protocols) {
    return FilterChain.newBuilder()
        .setName(target.requests())
        .setFilterChainMatch(
            target.match().setTransportProtocol(transport).addAllApplicationProtocols(protocols))
        .addFilters(
            HttpConnections.ofCallers(
                target.httpStatPrefix(), target.routes(), requestRules, namesPaths));
  }

  /**
   * Rules are asked only when a caller's first bytes are there, and by then the application has
   * been connected to, and its greeting passed on. Where nobody can get through it never is.
   */
  private FilterChain.Builder connections(
      InboundTarget target, String transport, List<String> protocols, boolean admits) {
    return FilterChain.newBuilder()
        .setName(target.connections())
        .setFilterChainMatch(
            target.match().setTransportProtocol(transport).addAllApplicationProtocols(protocols))
        .addAllFilters(connectionRules)
        .addFilters(TcpProxies.to(admits ? target.cluster() : SidecarNames.BLACK_HOLE));
  }
}
