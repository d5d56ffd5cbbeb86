package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * java-control-plane as it comes: its server before its own cache. The same resources have the same
 * version, given explicitly.
 */
final class ReferenceServer implements AutoCloseable {
  private static final String EVERYBODY = "everybody";

  private final SimpleCache<String> cache = new SimpleCache<>(node -> EVERYBODY);
  private final Server server;
  private final ManagedChannel channel;

  ReferenceServer() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(new V3DiscoveryServer(cache).getAggregatedDiscoveryServiceImpl())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
            .build();
  }

  Channel channel() {
    return channel;
  }

  void publish(ResourceSnapshot served) {
    cache.setSnapshot(
        EVERYBODY,
        Snapshot.create(
            messages(served, ResourceType.CLUSTER, Cluster.class),
            served.version(ResourceType.CLUSTER),
            messages(served, ResourceType.ENDPOINT, ClusterLoadAssignment.class),
            served.version(ResourceType.ENDPOINT),
            messages(served, ResourceType.LISTENER, Listener.class),
            served.version(ResourceType.LISTENER),
            messages(served, ResourceType.ROUTE, RouteConfiguration.class),
            served.version(ResourceType.ROUTE),
            messages(served, ResourceType.SECRET, Secret.class),
            served.version(ResourceType.SECRET)));
  }

  private static <M extends Message> List<M> messages(
      ResourceSnapshot served, ResourceType type, Class<M> message) {
    return served.resources(type).values().stream()
        .map(
            resource -> {
              try {
                return Any.parseFrom(resource.body()).unpack(message);
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(resource + " can't be read back", e);
              }
            })
        .toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
