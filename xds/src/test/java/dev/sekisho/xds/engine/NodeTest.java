package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows from the nodes that endpoints and sidecars are on. */
class NodeTest {
  private static final String DNS = "outbound|80||dns.shop.svc.cluster.local";

  private final TestMesh mesh =
      new TestMesh()
          .audience("shop")
          .workload("shop/a-1", on("a"))
          .workload("shop/a-2", on("a"))
          .workload("shop/b-1", on("b"))
          .workload("shop/c-1", on("c"))
          .workload("shop/lost", on(""))
          .service(dns(Set.of(ServiceTrait.LOCAL_TRAFFIC)))
          .endpoints("shop/dns", "http", 8080, "d-a=10.0.0.1@a", "d-b=10.0.0.2@b", "d=10.0.0.3")
          .apply();

  @Test
  void sidecarsAreToldOfEndpointsOnTheirOwnNodeAlone() {
    assertThat(endpoints("shop/a-1")).containsExactly("10.0.0.1");
    assertThat(endpoints("shop/a-2")).containsExactly("10.0.0.1");
    assertThat(endpoints("shop/b-1")).containsExactly("10.0.0.2");
    assertThat(endpoints("shop/c-1")).as("no endpoint there").isEmpty();
    assertThat(endpoints("shop/lost")).as("node not known").isEmpty();
    assertThat(mesh.inbound("shop/a-1").find(ResourceType.ENDPOINT, DNS).orElseThrow())
        .isSameAs(mesh.inbound("shop/a-2").find(ResourceType.ENDPOINT, DNS).orElseThrow());
  }

  @Test
  void aChangeOnOneNodeReachesNoOther() {
    var a = mesh.inbound("shop/a-1");
    var b = mesh.inbound("shop/b-1");
    var all = mesh.served("shop");
    mesh.endpoints("shop/dns", "http", 8080, "d-a=10.0.0.1@a", "d-b=10.0.0.2@b", "b=10.0.0.9@b");
    mesh.apply();
    assertThat(mesh.inbound("shop/a-1")).isSameAs(a);
    assertThat(mesh.served("shop")).isSameAs(all);
    assertThat(mesh.inbound("shop/b-1").changesSince(b))
        .isEqualTo(Map.of(ResourceType.ENDPOINT, Set.of(DNS)));
    assertThat(endpoints("shop/b-1")).containsExactly("10.0.0.2", "10.0.0.9");
  }

  @Test
  void aServiceMayChangeItsMind() {
    mesh.service(dns(Set.of())).apply();
    assertThat(endpoints("shop/a-1")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertThat(mesh.inbound("shop/a-1").resources(ResourceType.ENDPOINT)).isEmpty();
    mesh.service(dns(Set.of(ServiceTrait.LOCAL_TRAFFIC))).apply();
    assertThat(endpoints("shop/a-1")).containsExactly("10.0.0.1");
    mesh.noService("shop/dns").apply();
    assertThat(mesh.inbound("shop/a-1").resources(ResourceType.ENDPOINT)).isEmpty();
  }

  @Test
  void aPodOfTheSameNameMayBeOnAnotherNode() {
    mesh.workload("shop/a-1", on("b")).apply();
    assertThat(endpoints("shop/a-1")).containsExactly("10.0.0.2");
    var before = mesh.inbound("shop/a-1");
    mesh.endpoints("shop/dns", "http", 8080, "d-a=10.0.0.8@a", "d-b=10.0.0.2@b").apply();
    assertThat(mesh.inbound("shop/a-1")).isSameAs(before);
  }

  @Test
  void endpointsStandWhereTheirNodesDo() {
    mesh.service(dns(Set.of()))
        .node("a", Optional.of(new NodeLocality("eu", "eu-1", "rack-7")))
        .apply();
    assertThat(assignment(mesh.served("shop")).getEndpointsList())
        .extracting(each -> each.getLocality())
        .containsExactly(
            Locality.getDefaultInstance(),
            Locality.newBuilder().setRegion("eu").setZone("eu-1").setSubZone("rack-7").build());
    var before = mesh.served("shop");
    mesh.node("elsewhere", Optional.of(new NodeLocality("us", "us-1", ""))).apply();
    assertThat(mesh.served("shop")).isSameAs(before);
    mesh.node("a", Optional.empty()).apply();
    assertThat(mesh.served("shop").changesSince(before))
        .isEqualTo(Map.of(ResourceType.ENDPOINT, Set.of(DNS)));
  }

  private static Service dns(Set<ServiceTrait> traits) {
    return new Service(
        TestMesh.key("shop/dns"),
        List.of(TestMesh.port("http", 80)),
        List.of("10.96.0.10"),
        traits,
        Optional.empty());
  }

  private static Workload on(String node) {
    var mesh = new WorkloadMesh(MtlsMode.PERMISSIVE, Collections.emptySortedMap(), List.of());
    return new Workload(
        mesh, List.of(), new PodPlace(List.of(), node), OutboundTrafficPolicy.ALLOW_ANY);
  }

  /** Those that the Pod's sidecar uses: its own part counts before what it shares. */
  private List<String> endpoints(String pod) {
    var own = mesh.inbound(pod);
    var snapshot = own.find(ResourceType.ENDPOINT, DNS).isPresent() ? own : mesh.served("shop");
    return assignment(snapshot).getEndpointsList().stream()
        .flatMap(each -> each.getLbEndpointsList().stream())
        .map(each -> each.getEndpoint().getAddress().getSocketAddress().getAddress())
        .toList();
  }

  private static ClusterLoadAssignment assignment(ResourceSnapshot snapshot) {
    var resource = snapshot.find(ResourceType.ENDPOINT, DNS).orElseThrow();
    try {
      return Any.parseFrom(resource.body()).unpack(ClusterLoadAssignment.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
