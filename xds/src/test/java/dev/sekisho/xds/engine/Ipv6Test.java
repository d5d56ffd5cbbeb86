package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pods and Services that have IPv6 addresses. */
class Ipv6Test {
  private static final String OUTBOUND = "virtualOutbound";
  private static final String INBOUND = "virtualInbound";

  private final TestMesh mesh =
      new TestMesh()
          .audience("shop")
          .service("shop/web", "10.96.0.10", TestMesh.port("http", 80))
          .apply();

  @Test
  void aSidecarListensOnTheAddressesThatItsPodHas() {
    mesh.workload("shop/four", at("10.0.0.4"))
        .workload("shop/six", at("fd00::6"))
        .workload("shop/both", at("fd00::46", "10.0.0.46"))
        .apply();
    assertThat(addresses(mesh.inbound("shop/four"), INBOUND)).containsExactly("0.0.0.0:15006");
    assertThat(mesh.inbound("shop/four").resources(ResourceType.LISTENER).keySet())
        .as("of the part that it shares")
        .doesNotContain(OUTBOUND);
    assertThat(addresses(mesh.inbound("shop/six"), INBOUND)).containsExactly(":::15006");
    assertThat(addresses(mesh.inbound("shop/six"), OUTBOUND)).containsExactly(":::15001");
    assertThat(addresses(mesh.inbound("shop/six"), "health")).containsExactly(":::15021");
    for (var listener : Map.of(INBOUND, 15006, OUTBOUND, 15001, "metrics", 15090).entrySet()) {
      assertThat(addresses(mesh.inbound("shop/both"), listener.getKey()))
          .containsExactly("0.0.0.0:" + listener.getValue(), ":::" + listener.getValue());
    }
  }

  @Test
  void aPodMayGetItsAddressWhenItsSidecarIsThere() {
    mesh.workload("shop/late", at()).apply();
    var before = mesh.inbound("shop/late");
    assertThat(addresses(before, INBOUND)).containsExactly("0.0.0.0:15006");
    mesh.workload("shop/late", at("fd00::6")).apply();
    assertThat(mesh.inbound("shop/late").changesSince(before))
        .isEqualTo(
            Map.of(
                ResourceType.CLUSTER, Set.of("InboundPassthroughCluster"),
                ResourceType.LISTENER, Set.of("health", "metrics", INBOUND, OUTBOUND)));
  }

  @Test
  void whatMayNotBeLeftMayNotBeLeftByIpv6() {
    mesh.workload("shop/six", at("fd00::6")).apply();
    assertThat(elsewhere()).contains("PassthroughCluster");
    var before = mesh.inbound("shop/six");
    mesh.workload("shop/six", at(OutboundTrafficPolicy.REGISTRY_ONLY, "fd00::6")).apply();
    assertThat(elsewhere()).contains("BlackHoleCluster").doesNotContain("PassthroughCluster");
    assertThat(mesh.inbound("shop/six").changesSince(before))
        .isEqualTo(Map.of(ResourceType.LISTENER, Set.of(OUTBOUND)));
  }

  @Test
  void aPortOfServicesTakesIpv6AsLongAsOneOfThemHasIt() {
    assertThat(addresses(mesh.served("shop"), "0.0.0.0_80")).containsExactly("0.0.0.0:80");
    mesh.service(service("shop/six", List.of("fd00:96::1"), Set.of())).apply();
    assertThat(addresses(mesh.served("shop"), "0.0.0.0_80")).containsExactly("0.0.0.0:80", ":::80");
    mesh.service(service("shop/six", List.of(), Set.of(ServiceTrait.HEADLESS, ServiceTrait.IPV6)))
        .apply();
    assertThat(addresses(mesh.served("shop"), "0.0.0.0_80")).containsExactly("0.0.0.0:80", ":::80");
    mesh.alias("shop/other", "six.shop.svc.cluster.local").noService("shop/six").apply();
    assertThat(addresses(mesh.served("shop"), "0.0.0.0_80")).containsExactly("0.0.0.0:80");
  }

  private static Service service(String name, List<String> vips, Set<ServiceTrait> traits) {
    var ports = List.of(TestMesh.port("http", 80));
    return new Service(TestMesh.key(name), ports, vips, traits, Optional.empty());
  }

  private static Workload at(String... ips) {
    return at(OutboundTrafficPolicy.ALLOW_ANY, ips);
  }

  private static Workload at(OutboundTrafficPolicy elsewhere, String... ips) {
    var mesh = new WorkloadMesh(MtlsMode.PERMISSIVE, Collections.emptySortedMap(), List.of());
    return new Workload(mesh, List.of(), new PodPlace(List.of(ips), ""), elsewhere);
  }

  private String elsewhere() {
    return listener(mesh.inbound("shop/six"), OUTBOUND).getFilterChains(1).toString();
  }

  private static List<String> addresses(ResourceSnapshot snapshot, String name) {
    var listener = listener(snapshot, name);
    return Stream.concat(
            Stream.of(listener.getAddress()),
            listener.getAdditionalAddressesList().stream().map(more -> more.getAddress()))
        .map(Address::getSocketAddress)
        .map(socket -> socket.getAddress() + ":" + socket.getPortValue())
        .toList();
  }

  private static Listener listener(ResourceSnapshot snapshot, String name) {
    var resource = snapshot.find(ResourceType.LISTENER, name).orElseThrow();
    try {
      return Any.parseFrom(resource.body()).unpack(Listener.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
