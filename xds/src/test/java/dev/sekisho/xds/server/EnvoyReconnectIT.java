package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.golden.GoldenCase;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Envoy loses its control plane at the worst moment, and finds another. */
class EnvoyReconnectIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * A control plane that dies between a changed cluster and its endpoints leaves Envoy warming that
   * cluster. Envoy says then that it has the endpoints, and doesn't ask for clusters: unless it is
   * sent the endpoints all the same, it never takes a cluster again.
   */
  @Test
  @Timeout(120)
  void aClusterThatWasLeftWarmingGetsItsEndpoints() throws Exception {
    var folder = Path.of("target", "envoy-reconnect").toAbsolutePath();
    var ports = freePorts();
    var before =
        GoldenCase.all().getFirst().snapshot(ports.gateway(), ProxyScope.GATEWAY_PLAINTEXT);
    var after = withChangedClusters(before);
    try (var envoy = EnvoyProcess.start(EnvoyTool.path("envoy"), options(ports.xds()), folder)) {
      try (var server = start(ports.xds(), before)) {
        assertThat(server.tlsPort()).isPositive();
        awaitUse("the first control plane's resources", envoy, before);
      }
      var dying = clustersOnly(ports.xds(), after);
      Eventually.await(
          "Envoy to warm the changed clusters",
          PATIENCE,
          () -> !EnvoyConfig.of(envoy.configDump()).warming().isEmpty());
      dying.shutdownNow().awaitTermination();
      try (var server = start(ports.xds(), after)) {
        assertThat(server.tlsPort()).isPositive();
        awaitUse("the next control plane's resources", envoy, after);
        assertThat(server.connections()).hasSize(1);
      }
    }
  }

  private record TestPorts(int xds, GatewayPorts gateway) {}

  private static void awaitUse(String what, EnvoyProcess envoy, ResourceSnapshot snapshot)
      throws IOException {
    var expected = EnvoyConfig.of(snapshot);
    Eventually.await(
        "Envoy to use " + what,
        PATIENCE,
        () -> EnvoyConfig.of(envoy.configDump()).equals(expected));
  }

  private static XdsServer start(int port, ResourceSnapshot snapshot) {
    var store = new ResourceStore();
    store.publish(ProxyScope.GATEWAY_PLAINTEXT, snapshot);
    var options = new XdsServerOptions("127.0.0.1", 0, OptionalInt.of(port), XdsLimits.DEFAULT);
    var keys = new TestKeys();
    return XdsServer.start(
        options,
        new XdsBackends(
            store,
            ProxyScopes.BY_ROLE,
            new TestIdentities(),
            new TestCertificates(keys.authority, InstantSource.system())),
        keys.material(),
        XdsEvents.NONE,
        InstantSource.system());
  }

  /** A control plane that answers for clusters and for nothing else. */
  private static Server clustersOnly(int port, ResourceSnapshot snapshot) throws IOException {
    return Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
        .addService(
            new AggregatedDiscoveryServiceImplBase() {
              @Override
              public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                  StreamObserver<DeltaDiscoveryResponse> responses) {
                return new ClustersOnly(snapshot, responses);
              }
            })
        .build()
        .start();
  }

  private record ClustersOnly(
      ResourceSnapshot snapshot, StreamObserver<DeltaDiscoveryResponse> responses)
      implements StreamObserver<DeltaDiscoveryRequest> {
    @Override
    public void onNext(DeltaDiscoveryRequest request) {
      if (request.getTypeUrl().equals(ResourceType.CLUSTER.typeUrl())
          && request.getResponseNonce().isEmpty()) {
        var response =
            DeltaDiscoveryResponse.newBuilder().setTypeUrl(request.getTypeUrl()).setNonce("1");
        for (var resource : snapshot.resources(ResourceType.CLUSTER).values()) {
          response.addResources(
              Resource.newBuilder()
                  .setName(resource.name())
                  .setVersion(resource.version())
                  .setResource(unpacked(resource)));
        }
        responses.onNext(response.build());
      }
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }

  private static ResourceSnapshot withChangedClusters(ResourceSnapshot snapshot)
      throws IOException {
    Map<ResourceType, Collection<EncodedResource>> resources = new EnumMap<>(ResourceType.class);
    for (var type : ResourceType.values()) {
      resources.put(type, snapshot.resources(type).values());
    }
    var changed = new java.util.ArrayList<EncodedResource>();
    for (var resource : snapshot.resources(ResourceType.CLUSTER).values()) {
      var cluster = unpacked(resource).unpack(Cluster.class).toBuilder();
      cluster.getConnectTimeoutBuilder().setSeconds(7);
      changed.add(EncodedResource.encode(resource.name(), cluster.build()));
    }
    assertThat(changed).isNotEmpty();
    resources.put(ResourceType.CLUSTER, changed);
    return ResourceSnapshot.of(resources, "changed");
  }

  private static Any unpacked(EncodedResource resource) {
    try {
      return Any.parseFrom(resource.body());
    } catch (IOException e) {
      throw new AssertionError(resource + " can't be read back", e);
    }
  }

  private static BootstrapOptions options(int xdsPort) {
    return new BootstrapOptions(
        ProxyRole.GATEWAY,
        "127.0.0.1~gateway.test~test.svc.cluster.local",
        "127.0.0.1",
        xdsPort,
        Optional.empty(),
        0);
  }

  private static TestPorts freePorts() throws IOException {
    try (var xds = new ServerSocket(0);
        var http = new ServerSocket(0);
        var https = new ServerSocket(0)) {
      return new TestPorts(
          xds.getLocalPort(), new GatewayPorts(http.getLocalPort(), https.getLocalPort()));
    }
  }
}
