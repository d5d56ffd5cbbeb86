package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Resources that an Envoy really uses: listener → secret and route → cluster → endpoints, all of
 * one name. Each has a content between 1 and 8, or one that Envoy refuses.
 */
final class EnvoyResources {
  private static final int CONTENTS = 9;

  /** Something that an Envoy refuses, though it is well-formed. */
  static final int BAD = 0;

  private final Map<ResourceType, Map<String, Integer>> contents =
      new EnumMap<>(ResourceType.class);
  private final List<IssuedCertificate> certificates;
  private int revisions;

  EnvoyResources(TestKeys keys) {
    var profile =
        IssuanceProfile.serving(
            List.of("localhost"), List.of("127.0.0.1"), java.time.Duration.ofHours(1));
    certificates =
        java.util.stream.IntStream.range(0, CONTENTS)
            .mapToObj(i -> keys.authority.issue(profile, Instant.now(), new SecureRandom()))
            .toList();
    for (var type : ResourceType.values()) {
      contents.put(type, new TreeMap<>());
    }
  }

  EnvoyResources put(ResourceType type, String name, int content) {
    ofType(type).put(name, content);
    return this;
  }

  EnvoyResources remove(ResourceType type, String name) {
    ofType(type).remove(name);
    return this;
  }

  private Map<String, Integer> ofType(ResourceType type) {
    return contents.computeIfAbsent(type, t -> new TreeMap<>());
  }

  /** By type and name how {@link EnvoyUse} shows the content. */
  Map<ResourceType, Map<String, String>> shown() {
    var all = new EnumMap<ResourceType, Map<String, String>>(ResourceType.class);
    contents.forEach(
        (type, ofType) -> {
          var shown = new TreeMap<String, String>();
          ofType.forEach((name, content) -> shown.put(name, shown(type, content)));
          all.put(type, shown);
        });
    return all;
  }

  /** The same of one type, but for one name. */
  Map<String, String> shownBut(String name, ResourceType type) {
    var shown = new TreeMap<String, String>();
    ofType(type).forEach((each, content) -> shown.put(each, shown(type, content)));
    shown.remove(name);
    return shown;
  }

  private String shown(ResourceType type, int content) {
    return switch (type) {
      case CLUSTER -> content + "s";
      case ENDPOINT, LISTENER, ROUTE -> Integer.toString(content);
      case SECRET -> EnvoyUse.fingerprint(certificates.get(content).certificatePem());
    };
  }

  ResourceSnapshot snapshot() {
    var all = new EnumMap<ResourceType, List<EncodedResource>>(ResourceType.class);
    contents.forEach(
        (type, ofType) ->
            all.put(
                type,
                ofType.entrySet().stream()
                    .map(
                        each ->
                            EncodedResource.encode(
                                each.getKey(), message(type, each.getKey(), each.getValue())))
                    .toList()));
    revisions++;
    return ResourceSnapshot.of(all, "r" + revisions);
  }

  private Message message(ResourceType type, String name, int content) {
    return switch (type) {
      case CLUSTER ->
          Cluster.newBuilder()
              .setName(name)
              .setType(Cluster.DiscoveryType.EDS)
              .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ads()))
              .setConnectTimeout(Duration.newBuilder().setSeconds(content == BAD ? -1 : content))
              .build();
      case ENDPOINT ->
          ClusterLoadAssignment.newBuilder()
              .setClusterName(name)
              .addEndpoints(
                  LocalityLbEndpoints.newBuilder()
                      .addLbEndpoints(
                          LbEndpoint.newBuilder()
                              .setEndpoint(
                                  Endpoint.newBuilder()
                                      .setAddress(address(content == BAD ? 70_000 : content)))))
              .build();
      case SECRET ->
          Secret.newBuilder()
              .setName(name)
              .setTlsCertificate(
                  TlsCertificate.newBuilder()
                      .setCertificateChain(
                          text(
                              content == BAD ? "none" : certificates.get(content).certificatePem()))
                      .setPrivateKey(text(certificates.get(content).privateKeyPem())))
              .build();
      case LISTENER -> listener(name, content);
      case ROUTE -> {
        var host =
            VirtualHost.newBuilder()
                .setName(Integer.toString(content))
                .addDomains("*")
                .addRoutes(
                    Route.newBuilder()
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(RouteAction.newBuilder().setCluster(name)));
        var route = RouteConfiguration.newBuilder().setName(name).addVirtualHosts(host);
        // The same domain twice.
        yield (content == BAD ? route.addVirtualHosts(host) : route).build();
      }
    };
  }

  private static Listener listener(String name, int content) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(name)
            .setServerName(Integer.toString(content))
            .setRds(Rds.newBuilder().setRouteConfigName(name).setConfigSource(ads()))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())));
    var tls =
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                CommonTlsContext.newBuilder()
                    .addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ads())));
    var listener =
        Listener.newBuilder()
            .setName(name)
            .addFilterChains(
                FilterChain.newBuilder()
                    .addFilters(
                        Filter.newBuilder()
                            .setName("envoy.filters.network.http_connection_manager")
                            .setTypedConfig(Any.pack(manager.build())))
                    .setTransportSocket(
                        TransportSocket.newBuilder()
                            .setName("envoy.transport_sockets.tls")
                            .setTypedConfig(Any.pack(tls.build()))));
    // Without an address it can't listen.
    return (content == BAD ? listener : listener.setAddress(address(0))).build();
  }

  private static Address address(int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))
        .build();
  }

  private static DataSource text(String text) {
    return DataSource.newBuilder().setInlineString(text).build();
  }

  private static ConfigSource ads() {
    return ConfigSource.newBuilder()
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .setResourceApiVersion(ApiVersion.V3)
        .build();
  }
}
