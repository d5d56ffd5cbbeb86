package dev.sekisho.xds.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private static final int FIELD = RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER;

  private final Assembly assembly =
      new Assembly(
          RouteConfiguration.newBuilder().setName("80").build(),
          RouteConfiguration.newBuilder().setIgnorePortInHostMatching(true).build());

  @Test
  void whatIsPutTogetherIsWhatEncodingTheWholeGives() {
    for (int count : new int[] {0, 1, 3, 500}) {
      var hosts = IntStream.range(0, count).mapToObj(AssemblyTest::host).toList();
      var whole =
          RouteConfiguration.newBuilder()
              .setName("80")
              .addAllVirtualHosts(hosts)
              .setIgnorePortInHostMatching(true)
              .build();
      assertThat(assembly.of("80", parts(hosts)).body())
          .isEqualTo(EncodedResource.encode("80", whole).body());
    }
  }

  @Test
  void theVersionFollowsThePartsHoweverTheyWereJoined() {
    var one = parts(List.of(host(1), host(2), host(3)));
    var joined =
        EncodedParts.joined(List.of(parts(List.of(host(1))), parts(List.of(host(2), host(3)))));
    assertThat(assembly.of("80", joined)).isEqualTo(assembly.of("80", one));
    assertThat(assembly.of("80", parts(List.of(host(1), host(2)))).version())
        .isNotEqualTo(assembly.of("80", one).version());
    assertThat(assembly.of("80", EncodedParts.NONE).version())
        .isNotEqualTo(assembly.of("80", one).version());
  }

  private static EncodedParts parts(List<VirtualHost> hosts) {
    return EncodedParts.of(FIELD, hosts.stream().map(EncodedPart::encode).toList());
  }

  private static VirtualHost host(int number) {
    return VirtualHost.newBuilder().setName("h" + number).addDomains("d".repeat(number)).build();
  }
}
