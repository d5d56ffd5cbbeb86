package dev.sekisho.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A growing, immutable set of real messages that differ by a text of the test's choice, for clients
 * that don't mind what is in them.
 */
record TestResources(Map<ResourceType, SortedMap<String, EncodedResource>> resources) {
  static final TestResources NONE = new TestResources(Map.of());

  TestResources with(ResourceType type, String name, String content) {
    var changed = copy();
    changed
        .computeIfAbsent(type, t -> new TreeMap<>())
        .put(name, EncodedResource.encode(name, message(type, name, content)));
    return new TestResources(changed);
  }

  TestResources without(ResourceType type, String name) {
    var changed = copy();
    changed.getOrDefault(type, new TreeMap<>()).remove(name);
    return new TestResources(changed);
  }

  /** The names that there are. */
  Set<String> names(ResourceType type) {
    return resources.getOrDefault(type, new TreeMap<>()).keySet();
  }

  ResourceSnapshot snapshot(String revision) {
    var values =
        new EnumMap<ResourceType, java.util.Collection<EncodedResource>>(ResourceType.class);
    resources.forEach((type, ofType) -> values.put(type, ofType.values()));
    return ResourceSnapshot.of(values, revision);
  }

  /** The bytes that a client should end up with. */
  static ByteString bytes(ResourceType type, String name, String content) {
    return EncodedResource.encode(name, message(type, name, content)).body();
  }

  private Map<ResourceType, SortedMap<String, EncodedResource>> copy() {
    var copy = new EnumMap<ResourceType, SortedMap<String, EncodedResource>>(ResourceType.class);
    resources.forEach((type, ofType) -> copy.put(type, new TreeMap<>(ofType)));
    return copy;
  }

  private static Message message(ResourceType type, String name, String content) {
    return switch (type) {
      case CLUSTER -> Cluster.newBuilder().setName(name).setAltStatName(content).build();
      case ENDPOINT ->
          ClusterLoadAssignment.newBuilder()
              .setClusterName(name)
              .addEndpoints(
                  LocalityLbEndpoints.newBuilder()
                      .setLocality(Locality.newBuilder().setRegion(content)))
              .build();
      case SECRET ->
          Secret.newBuilder()
              .setName(name)
              .setGenericSecret(
                  GenericSecret.newBuilder()
                      .setSecret(DataSource.newBuilder().setInlineString(content)))
              .build();
      case LISTENER -> Listener.newBuilder().setName(name).setStatPrefix(content).build();
      case ROUTE ->
          RouteConfiguration.newBuilder()
              .setName(name)
              .addVirtualHosts(VirtualHost.newBuilder().setName(content))
              .build();
    };
  }
}
