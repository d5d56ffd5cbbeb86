package dev.sekisho.benchmarks.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.benchmarks.harness.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TriggerTest {

  @Test
  void noAddressIsTheBeginningOfAnother() {
    var addresses = IntStream.range(0, 10_000).mapToObj(Trigger::address).toList();

    assertThat(addresses)
        .doesNotHaveDuplicates()
        .allMatch(a -> a.matches("10\\.64\\.1\\d\\d\\.1\\d\\d"));
  }

  /** The swarm's node ids name the Pods, and so their addresses. */
  @Test
  void proxiesHaveTheAddressesOfTheSwarm() {
    assertThat(MeshWorld.addressOfProxy(4)).isEqualTo("10.128.0.5");
    assertThat(MeshWorld.addressOfProxy(255)).isEqualTo("10.128.1.0");
  }

  @Test
  void aChangeMovesTheSecondEndpointOnly() {
    var part = Json.parse(MeshWorld.endpointsWith(7, "10.64.100.100"));

    assertThat(part.at("/endpoints/0/addresses/0").asText()).isEqualTo("10.20.0.14");
    assertThat(part.at("/endpoints/1/addresses/0").asText()).isEqualTo("10.64.100.100");
    assertThat(part.at("/endpoints/1/targetRef/name").asText()).isEqualTo("svc-7-1");
  }
}
