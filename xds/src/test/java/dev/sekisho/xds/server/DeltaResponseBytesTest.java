package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaResponseBytesTest {
  private static final Cluster CLUSTER =
      Cluster.newBuilder().setName("ü" + "x".repeat(300)).setAltStatName("s;").build();
  private static final DeltaResponse RESPONSE =
      new DeltaResponse(
          ResourceType.CLUSTER,
          "17",
          "v",
          "rev",
          List.of(
              EncodedResource.encode("one", Cluster.getDefaultInstance()),
              EncodedResource.encode(CLUSTER.getName(), CLUSTER)),
          List.of("gone", "away"));

  @Test
  void isADeltaDiscoveryResponse() throws IOException {
    var out = new ByteArrayOutputStream();
    var bytes = new DeltaResponseBytes(RESPONSE);
    assertThat(bytes.available()).isEqualTo(bytes.size());
    assertThat(bytes.drainTo(out)).isEqualTo(bytes.size()).isEqualTo(out.size());
    assertThat(bytes.available()).isZero();
    assertThat(DeltaDiscoveryResponse.parseFrom(out.toByteArray())).isEqualTo(expected());
  }

  @Test
  void canBeReadAsAStream() throws IOException {
    try (var bytes = new DeltaResponseBytes(RESPONSE)) {
      assertThat(DeltaDiscoveryResponse.parseFrom(bytes)).isEqualTo(expected());
    }
  }

  private static DeltaDiscoveryResponse expected() {
    return DeltaDiscoveryResponse.newBuilder()
        .setSystemVersionInfo("rev")
        .addResources(resource("one", Cluster.getDefaultInstance()))
        .addResources(resource(CLUSTER.getName(), CLUSTER))
        .setTypeUrl("type.googleapis.com/envoy.config.cluster.v3.Cluster")
        .setNonce("17")
        .addRemovedResources("gone")
        .addRemovedResources("away")
        .setControlPlane(ControlPlane.newBuilder().setIdentifier("sekisho/rev"))
        .build();
  }

  private static Resource resource(String name, Cluster cluster) {
    return Resource.newBuilder()
        .setName(name)
        .setVersion(EncodedResource.encode(name, cluster).version())
        .setResource(Any.pack(cluster))
        .build();
  }
}
