package dev.sekisho.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an Envoy's config dump says that it uses, to be compared with what it should.
 *
 * @param listeners the filter chains of active ones: when only these change Envoy goes on showing
 *     the version of the listener before, so versions say nothing
 * @param warming what isn't in use yet, or was refused
 */
record EnvoyConfig(
    Map<String, String> clusters,
    Map<String, List<String>> listeners,
    Map<String, String> routes,
    Map<String, String> secrets,
    TreeSet<String> endpoints,
    TreeSet<String> warming) {

  static EnvoyConfig of(JsonNode dump) {
    var listeners = new TreeMap<String, List<String>>();
    var warming = new TreeSet<String>();
    for (var listener : all(dump, "dynamic_listeners").toList()) {
      var name = listener.path("name").asText();
      if (listener.has("active_state")) {
        listeners.put(name, chains(listener.at("/active_state/listener/filter_chains")));
      }
      if (listener.has("warming_state") || listener.has("error_state")) {
        warming.add(name);
      }
    }
    Stream.of("dynamic_warming_clusters", "dynamic_warming_secrets")
        .flatMap(field -> all(dump, field))
        .forEach(element -> warming.add(element.toString()));
    var endpoints = new TreeSet<String>();
    all(dump, "dynamic_endpoint_configs")
        .forEach(e -> endpoints.add(e.at("/endpoint_config/cluster_name").asText()));
    // Envoy lists what it made up for other clusters as well.
    all(dump, "dynamic_active_clusters")
        .filter(c -> !c.at("/cluster/type").asText().equals("EDS"))
        .forEach(c -> endpoints.remove(c.at("/cluster/name").asText()));
    return new EnvoyConfig(
        versions(dump, "dynamic_active_clusters", "/cluster/name"),
        listeners,
        versions(dump, "dynamic_route_configs", "/route_config/name"),
        versions(dump, "dynamic_active_secrets", "/name"),
        endpoints,
        warming);
  }

  /** The same without what no snapshot holds: the proxy's own certificate and its roots. */
  EnvoyConfig withoutOwnSecrets() {
    var others = new TreeMap<>(secrets);
    others.keySet().removeAll(List.of("default", "ROOTCA"));
    return new EnvoyConfig(clusters, listeners, routes, others, endpoints, warming);
  }

  /** What it would be with this snapshot in use. */
  static EnvoyConfig of(ResourceSnapshot snapshot) throws InvalidProtocolBufferException {
    var listeners = new TreeMap<String, List<String>>();
    for (var resource : snapshot.resources(ResourceType.LISTENER).values()) {
      var listener = Any.parseFrom(resource.body()).unpack(Listener.class);
      listeners.put(
          resource.name(),
          listener.getFilterChainsList().stream().map(EnvoyConfig::chain).sorted().toList());
    }
    return new EnvoyConfig(
        versions(snapshot, ResourceType.CLUSTER),
        listeners,
        versions(snapshot, ResourceType.ROUTE),
        versions(snapshot, ResourceType.SECRET),
        new TreeSet<>(snapshot.resources(ResourceType.ENDPOINT).keySet()),
        new TreeSet<>());
  }

  private static List<String> chains(JsonNode chains) {
    return elements(chains)
        .map(
            chain ->
                elements(chain.at("/filter_chain_match/server_names"))
                        .map(JsonNode::asText)
                        .toList()
                    + " "
                    + chain.at("/filters/0/typed_config/rds/route_config_name").asText()
                    + chain.at("/filters/0/typed_config/cluster").asText())
        .sorted()
        .toList();
  }

  private static String chain(FilterChain chain) {
    try {
      var filter = chain.getFilters(0).getTypedConfig();
      return List.copyOf(chain.getFilterChainMatch().getServerNamesList())
          + " "
          + destination(filter);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(chain + " can't be read back", e);
    }
  }

  /** Where the filter leads; nothing if it doesn't say, or something comes before it. */
  private static String destination(Any filter) throws InvalidProtocolBufferException {
    if (filter.is(TcpProxy.class)) {
      return filter.unpack(TcpProxy.class).getCluster();
    }
    return filter.is(HttpConnectionManager.class)
        ? filter.unpack(HttpConnectionManager.class).getRds().getRouteConfigName()
        : "";
  }

  private static Map<String, String> versions(ResourceSnapshot snapshot, ResourceType type) {
    var versions = new TreeMap<String, String>();
    for (EncodedResource resource : snapshot.resources(type).values()) {
      versions.put(resource.name(), resource.version());
    }
    return versions;
  }

  private static Map<String, String> versions(JsonNode dump, String field, String name) {
    var versions = new TreeMap<String, String>();
    all(dump, field)
        .forEach(e -> versions.put(e.at(name).asText(), e.path("version_info").asText()));
    return versions;
  }

  private static Stream<JsonNode> all(JsonNode dump, String field) {
    return elements(dump.path("configs")).flatMap(config -> elements(config.path(field)));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
