package dev.sekisho.xds.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceTypeTest {
  @Test
  void comesInPushOrder() {
    assertThat(Arrays.stream(ResourceType.values()).map(ResourceType::shortName))
        .containsExactly("CDS", "EDS", "SDS", "LDS", "RDS");
  }

  @Test
  void hasTheTypeUrlsOfItsMessages() {
    var messages =
        List.of(
            Cluster.getDescriptor(),
            ClusterLoadAssignment.getDescriptor(),
            Secret.getDescriptor(),
            Listener.getDescriptor(),
            RouteConfiguration.getDescriptor());
    assertThat(Arrays.stream(ResourceType.values()).map(ResourceType::typeUrl))
        .containsExactlyElementsOf(
            messages.stream().map(m -> "type.googleapis.com/" + m.getFullName()).toList());
  }

  @Test
  void isFoundByItsTypeUrl() {
    assertThat(ResourceType.values())
        .allSatisfy(type -> assertThat(ResourceType.fromTypeUrl(type.typeUrl())).contains(type));
    assertThat(ResourceType.fromTypeUrl("type.googleapis.com/envoy.api.v2.Cluster")).isEmpty();
    assertThat(ResourceType.fromTypeUrl("")).isEmpty();
  }
}
