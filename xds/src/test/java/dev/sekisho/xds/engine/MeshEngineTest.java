package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.PlaintextPorts;
import dev.sekisho.xds.model.sidecar.ProbeKind;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MeshEngineTest {
  private static final String WEB = "outbound|80||web.shop.svc.cluster.local";

  private final TestMesh mesh =
      new TestMesh()
          .audience("shop")
          .audience("bank")
          .service("shop/web", "10.96.0.10", TestMesh.port("http", 80))
          .endpoints("shop/web", "http", 8080, "web-1=10.0.0.1")
          .service("shop/db", "10.96.0.11", TestMesh.port("tcp", 5432))
          .apply();

  @Test
  void namespacesShareAllButRoutes() {
    for (var type : ResourceType.values()) {
      assertThat(mesh.served("shop").resources(type).equals(mesh.served("bank").resources(type)))
          .as(type.shortName())
          .isEqualTo(type != ResourceType.ROUTE);
    }
    assertThat(mesh.served("shop").resources(ResourceType.CLUSTER)).containsKey(WEB);
  }

  @Test
  void anEndpointChangesItsAssignmentAlone() {
    var before = mesh.served("bank");
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1", "web-2=10.0.0.2").apply();
    assertThat(changed(before)).isEqualTo(Map.of(ResourceType.ENDPOINT, Set.of(WEB)));
  }

  @Test
  void aPodThatIsFoundInTheMeshChangesWhatIsSpokenToItsServices() {
    var before = mesh.served("bank");
    mesh.pod("shop/web-1", Optional.of(new MeshPod("web", true))).apply();
    assertThat(changed(before))
        .isEqualTo(Map.of(ResourceType.ENDPOINT, Set.of(WEB), ResourceType.CLUSTER, Set.of(WEB)));
    mesh.pod("shop/web-1", Optional.empty()).apply();
    assertThat(mesh.served("bank").changesSince(before)).isEmpty();
  }

  @Test
  void aPortThatTakesPlaintextOnlyIsSpokenToInPlaintext() {
    var pod = new MeshPod("web", true);
    mesh.pod("shop/web-1", Optional.of(pod)).apply();
    var before = mesh.served("bank");
    mesh.pod("shop/web-1", Optional.of(pod.with(new PlaintextPorts(true, Set.of(8080))))).apply();
    assertThat(mesh.served("bank").changesSince(before)).as("of other ports").isEmpty();
    mesh.pod("shop/web-1", Optional.of(pod.with(new PlaintextPorts(false, Set.of(8080))))).apply();
    assertThat(changed(before)).isEqualTo(Map.of(ResourceType.ENDPOINT, Set.of(WEB)));
    var endpoints = mesh.served("bank").find(ResourceType.ENDPOINT, WEB).orElseThrow();
    assertThat(endpoints.body().toStringUtf8()).doesNotContain("tlsMode");
  }

  @Test
  void whatIsToldAgainPublishesNothing() {
    var before = mesh.served("shop");
    mesh.service("shop/web", "10.96.0.10", TestMesh.port("http", 80))
        .endpoints("shop/web", "http", 8080, "web-1=10.0.0.1")
        .pod("shop/stranger", Optional.of(new MeshPod("x", true)))
        .apply();
    assertThat(mesh.served("shop")).isSameAs(before);
  }

  @Test
  void theLastServiceOfAnHttpPortTakesItsListenerAndRoutesAlong() {
    var before = mesh.served("bank");
    mesh.noService("shop/web").apply();
    assertThat(changed(before))
        .isEqualTo(
            Map.of(
                ResourceType.CLUSTER, Set.of(WEB),
                ResourceType.ENDPOINT, Set.of(WEB),
                ResourceType.LISTENER, Set.of("0.0.0.0_80"),
                ResourceType.ROUTE, Set.of("80")));
    assertThat(mesh.served("shop").resources(ResourceType.ROUTE)).isEmpty();
    assertThat(mesh.served("bank").resources(ResourceType.ROUTE)).isEmpty();
  }

  @Test
  void anAddressThatTwoClaimIsTheFirstOnesUntilThatGoes() {
    mesh.service("shop/aa", "10.96.0.11", TestMesh.port("tcp", 5432)).apply();
    assertThat(listener("10.96.0.11_5432")).contains("outbound|5432||aa.shop");
    mesh.noService("shop/aa").apply();
    assertThat(listener("10.96.0.11_5432")).contains("outbound|5432||db.shop");
  }

  @Test
  void anAddressMayMoveToAnotherServiceInOneStep() {
    mesh.service("shop/db", "10.96.0.12", TestMesh.port("tcp", 5432))
        .service("shop/aa", "10.96.0.11", TestMesh.port("tcp", 5432))
        .apply();
    assertThat(listener("10.96.0.11_5432")).contains("outbound|5432||aa.shop");
    assertThat(listener("10.96.0.12_5432")).contains("outbound|5432||db.shop");
  }

  @Test
  void thePodsOfAHeadlessServiceHaveListenersForAsLongAsTheyAreThere() {
    mesh.headless("shop/peers", TestMesh.port("tcp", 7000), TestMesh.port("http", 8081))
        .endpoints("shop/peers", "tcp", 7000, "peers-1=10.0.0.1", "peers-2=10.0.0.2!")
        .apply();
    assertThat(mesh.served("bank").resources(ResourceType.LISTENER))
        .containsKeys("10.0.0.1_7000", "10.0.0.2_7000", "0.0.0.0_8081")
        .doesNotContainKey("10.0.0.1_8081");
    var before = mesh.served("bank");
    mesh.endpoints("shop/peers", "tcp", 7000, "peers-1=10.0.0.1", "peers-3=10.0.0.3").apply();
    assertThat(changed(before))
        .isEqualTo(Map.of(ResourceType.LISTENER, Set.of("10.0.0.2_7000", "10.0.0.3_7000")));
  }

  @Test
  void aPodOfTwoHeadlessServicesIsTheFirstOnesUntilItLeaves() {
    mesh.headless("shop/aa", TestMesh.port("tcp", 7000))
        .headless("shop/bb", TestMesh.port("tcp", 7000))
        .endpoints("shop/bb", "tcp", 7000, "p-1=10.0.0.1")
        .apply();
    assertThat(listener("10.0.0.1_7000")).contains("outbound|7000||bb.shop");
    mesh.endpoints("shop/aa", "tcp", 7000, "p-1=10.0.0.1").apply();
    assertThat(listener("10.0.0.1_7000")).contains("outbound|7000||aa.shop");
    mesh.endpoints("shop/aa", "tcp", 7000).apply();
    assertThat(listener("10.0.0.1_7000")).contains("outbound|7000||bb.shop");
  }

  @Test
  void aPortThatDeclaresNothingHasRoutesOfItsOwn() {
    var before = mesh.served("bank");
    mesh.service("shop/who", "10.96.0.30", TestMesh.port("main", 8888)).apply();
    assertThat(changed(before))
        .isEqualTo(
            Map.of(
                ResourceType.CLUSTER, Set.of("outbound|8888||who.shop.svc.cluster.local"),
                ResourceType.ENDPOINT, Set.of("outbound|8888||who.shop.svc.cluster.local"),
                ResourceType.LISTENER, Set.of("10.96.0.30_8888"),
                ResourceType.ROUTE, Set.of("who.shop.svc.cluster.local:8888")));
    mesh.noService("shop/who").apply();
    assertThat(mesh.served("bank").changesSince(before)).isEmpty();
  }

  @Test
  void whatIsntDoneAsItWasMeantIsSaidForAsLongAsItLasts() {
    var claimed =
        new Service(
            TestMesh.key("shop/aa"),
            List.of(TestMesh.port("http", 15001), TestMesh.port("tcp", 5432)),
            List.of("10.96.0.11"),
            Set.of(),
            Optional.empty());
    mesh.service(claimed)
        .headless("shop/peers", TestMesh.port("tcp", 7000))
        .endpoints("shop/peers", "tcp", 7000, "peers-1=10.0.0.1", "peers-2=10.0.0.2")
        .pod("shop/peers-1", Optional.of(new MeshPod("peers", true)))
        .apply();
    assertThat(mesh.problems())
        .containsExactly(
            "Service/shop/aa spec.ports[0].port: 15001 is the sidecars' own: connections to it"
                + " aren't routed",
            "Service/shop/db spec.clusterIPs: port 5432 of 10.96.0.11 is another Service's, which"
                + " connections to it reach",
            "Service/shop/peers spec.clusterIP: some of its Pods have a sidecar and some don't: all"
                + " are spoken to in plaintext");
    mesh.noService("shop/aa").pod("shop/peers-2", Optional.of(new MeshPod("peers", true))).apply();
    assertThat(mesh.problems()).isEmpty();
    mesh.service(claimed).leave("shop").leave("bank").apply();
    assertThat(mesh.problems()).as("without sidecars").isEmpty();
  }

  @Test
  void aNamespaceThatNamesWhatItDependsOnIsToldOfThatAlone() {
    var egress =
        new Egress(OutboundTrafficPolicy.REGISTRY_ONLY, Optional.of(new TreeSet<>(Set.of("bank"))));
    mesh.audience("bank", egress)
        .service("bank/teller", "10.96.0.20", TestMesh.port("http", 80))
        .apply();
    assertThat(mesh.served("bank").resources(ResourceType.ENDPOINT))
        .containsOnlyKeys("outbound|80||teller.bank.svc.cluster.local");
    var before = mesh.served("bank");
    mesh.endpoints("shop/web", "http", 8080, "web-2=10.0.0.2").apply();
    assertThat(mesh.served("bank")).as("nothing of its concern").isSameAs(before);
    assertThat(mesh.served("shop").resources(ResourceType.ENDPOINT)).hasSize(3);
    mesh.audience("bank").apply();
    assertThat(mesh.served("bank").resources(ResourceType.ENDPOINT)).hasSize(3);
  }

  @Test
  void aNamespaceThatComesIsServedAndOneThatGoesIsForgotten() {
    mesh.leave("bank").apply();
    assertThat(mesh.served("bank")).isSameAs(ResourceSnapshot.EMPTY);
    mesh.noService("shop/db").apply();
    mesh.audience("bank").leave("shop").apply();
    assertThat(mesh.served("bank").resources(ResourceType.ENDPOINT)).containsOnlyKeys(WEB);
    assertThat(mesh.served("shop")).isSameAs(ResourceSnapshot.EMPTY);
  }

  @Test
  void aWorkloadIsServedWhatServicesLeadToIt() {
    mesh.workload("shop/web-1", Optional.of(permissive())).apply();
    assertThat(mesh.inbound("shop/web-1").resources(ResourceType.CLUSTER))
        .containsOnlyKeys("inbound|8080||", "envoy-admin");
    assertThat(mesh.inbound("shop/web-1").resources(ResourceType.LISTENER))
        .containsOnlyKeys("virtualInbound", "health", "metrics");
    var before = mesh.inbound("shop/web-1");
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1", "web-2=10.0.0.2").apply();
    assertThat(mesh.inbound("shop/web-1")).as("another's endpoint").isSameAs(before);
    mesh.endpoints("shop/db", "tcp", 5432, "web-1=10.0.0.1").apply();
    assertThat(mesh.inbound("shop/web-1").resources(ResourceType.CLUSTER))
        .containsOnlyKeys("inbound|8080||", "inbound|5432||", "envoy-admin");
    mesh.noService("shop/web").apply();
    assertThat(mesh.inbound("shop/web-1").resources(ResourceType.CLUSTER))
        .containsOnlyKeys("inbound|5432||", "envoy-admin");
    mesh.workload("shop/web-1", Optional.empty()).apply();
    assertThat(mesh.inbound("shop/web-1")).isSameAs(ResourceSnapshot.EMPTY);
  }

  @Test
  void workloadsOfWhichTheSameHoldsShareTheirResources() {
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1", "web-2=10.0.0.2")
        .workload("shop/web-1", Optional.of(permissive()))
        .workload("shop/web-2", Optional.of(permissive()))
        .apply();
    assertThat(mesh.inbound("shop/web-2")).isSameAs(mesh.inbound("shop/web-1"));
    mesh.workload("shop/web-2", Optional.of(strict())).apply();
    assertThat(mesh.inbound("shop/web-2").version(ResourceType.LISTENER))
        .isNotEqualTo(mesh.inbound("shop/web-1").version(ResourceType.LISTENER));
  }

  @Test
  void aServiceThatTripsADefectIsServedAsItWasAndOthersGoOn() {
    var store = new ResourceStore();
    var settings = new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT);
    var translation = ServiceTranslations.redirected(settings);
    var broken = new AtomicBoolean();
    var engine =
        new MeshEngine(
            settings,
            store,
            facts -> {
              if (broken.get() && facts.service().key().name().equals("web")) {
                throw new IllegalStateException("on purpose");
              }
              return translation.apply(facts);
            });
    var audiences = Map.of(ProxyScope.ofSidecar("shop"), new Audience("shop", Egress.ALL));
    engine.apply(services(80), audiences, "r");
    broken.set(true);
    engine.apply(services(81), audiences, "r");
    assertThat(store.current(ProxyScope.ofSidecar("shop")).resources(ResourceType.ENDPOINT))
        .containsOnlyKeys(WEB, "outbound|81||api.shop.svc.cluster.local");
    assertThat(engine.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("served as it was before"));
    broken.set(false);
    engine.apply(services(82), audiences, "r");
    assertThat(engine.problems()).isEmpty();
  }

  private static MeshChange services(int port) {
    var all = new HashMap<ServiceKey, Optional<Service>>();
    for (var name : List.of("shop/web", "shop/api")) {
      var key = TestMesh.key(name);
      var ports = List.of(TestMesh.port("http", port));
      all.put(
          key,
          Optional.of(
              new Service(
                  key, ports, List.of(name.equals("shop/web") ? "10.96.1.1" : "10.96.1.2"))));
    }
    return new MeshChange(all, Map.of(), Map.of(), Map.of());
  }

  @Test
  void theChecksOfAPodAreItsOwn() {
    var probe = new AppProbe("web", ProbeKind.READINESS, new AppProbe.TcpSocket(8080), 1, 10);
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1", "web-2=10.0.0.2")
        .workload("shop/web-1", Optional.of(permissive()))
        .workload(
            "shop/web-2",
            new Workload(
                permissive(),
                List.of(probe),
                new PodPlace(List.of("10.0.0.2"), "node-1"),
                OutboundTrafficPolicy.ALLOW_ANY))
        .apply();
    assertThat(mesh.inbound("shop/web-2").resources(ResourceType.LISTENER)).containsKey("probes");
    assertThat(mesh.inbound("shop/web-1").resources(ResourceType.LISTENER))
        .doesNotContainKey("probes");
    mesh.workload("shop/web-2", Optional.of(permissive())).apply();
    assertThat(mesh.inbound("shop/web-2").changesSince(mesh.inbound("shop/web-1"))).isEmpty();
  }

  private static WorkloadMesh permissive() {
    return new WorkloadMesh(MtlsMode.PERMISSIVE, Collections.emptySortedMap(), List.of());
  }

  private static WorkloadMesh strict() {
    return new WorkloadMesh(MtlsMode.STRICT, Collections.emptySortedMap(), List.of());
  }

  private Map<ResourceType, ?> changed(ResourceSnapshot before) {
    return mesh.served("bank").changesSince(before);
  }

  private String listener(String name) {
    return mesh.served("shop")
        .find(ResourceType.LISTENER, name)
        .orElseThrow()
        .body()
        .toStringUtf8();
  }
}
