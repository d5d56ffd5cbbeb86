package dev.sekisho.xds.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.xds.golden.SidecarCase;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigDumpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<SidecarCase> all() {
    return SidecarCase.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whateverIsServedCanBeDumped(SidecarCase golden) throws IOException {
    var snapshot = golden.snapshot(SidecarPorts.DEFAULT);
    var dump = dump(List.of(snapshot));
    assertThat(config(dump, "Clusters").path("dynamic_active_clusters"))
        .hasSameSizeAs(snapshot.resources(ResourceType.CLUSTER).keySet());
    assertThat(config(dump, "Listeners").path("dynamic_listeners"))
        .hasSameSizeAs(snapshot.resources(ResourceType.LISTENER).keySet());
  }

  @Test
  void theLastPartWins() throws IOException {
    var dump = dump(List.of(cluster("a", "first"), cluster("a", "second"), cluster("b", "third")));
    assertThat(
            config(dump, "Clusters")
                .path("dynamic_active_clusters")
                .findValuesAsText("alt_stat_name"))
        .containsExactly("second", "third");
  }

  @Test
  void nothingOfASecretIsShownButItsName() {
    var secret = Secret.newBuilder().setName("default");
    secret.getGenericSecretBuilder().getSecretBuilder().setInlineString("canary");
    var part =
        ResourceSnapshot.of(
            Map.of(ResourceType.SECRET, List.of(EncodedResource.encode("default", secret.build()))),
            "");
    assertThat(ConfigDump.json(List.of(part))).contains("\"default\"").doesNotContain("canary");
  }

  private static ResourceSnapshot cluster(String name, String stat) {
    var cluster = Cluster.newBuilder().setName(name).setAltStatName(stat).build();
    return ResourceSnapshot.of(
        Map.of(ResourceType.CLUSTER, List.of(EncodedResource.encode(name, cluster))), "");
  }

  private static JsonNode dump(List<ResourceSnapshot> parts) throws IOException {
    return JSON.readTree(ConfigDump.json(parts)).path("configs");
  }

  private static JsonNode config(JsonNode dump, String kind) {
    return dump.valueStream()
        .filter(config -> config.path("@type").asText().endsWith("." + kind + "ConfigDump"))
        .findFirst()
        .orElseThrow();
  }
}
