package dev.sekisho.controlplane.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.engine.MeshEngine;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.Nack;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.ProxyStatus.TypeStatus;
import dev.sekisho.xds.store.ResourceStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DebugPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Viewer SHOP = Viewer.of("shop");

  private final ResourceStore store = new ResourceStore();
  private final ClusterState state = new ClusterState("sekisho-system");
  private final ProxyStatus web =
      status(
          "shop",
          "web-1",
          Map.of(
              ResourceType.CLUSTER, new TypeStatus("v2", "r", "v2", Optional.empty()),
              ResourceType.LISTENER, new TypeStatus("v2", "r", "v1", Optional.empty()),
              ResourceType.ROUTE,
                  new TypeStatus(
                      "v3",
                      "r",
                      "v1",
                      Optional.of(
                          new Nack(ResourceType.ROUTE, "v3", List.of("80"), "bad route")))));
  private final ProxyStatus teller = status("bank", "teller-1", Map.of());
  private final DebugPages pages =
      new DebugPages(
          () -> List.of(web, teller),
          store,
          question -> CompletableFuture.completedFuture(question.apply(state)));

  @BeforeEach
  void publish() {
    var api = new ServiceKey("shop", "api");
    var port = new ServicePort("http", 80, Optional.empty());
    var endpoint = new EndpointSlice.Endpoint(List.of("10.0.0.1"), true, Optional.empty());
    var slice =
        new EndpointSlice(api, List.of(new EndpointSlice.Port("http", 8080)), List.of(endpoint));
    var mesh = new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT);
    new MeshEngine(mesh, store)
        .apply(
            new MeshChange(
                Map.of(api, Optional.of(new Service(api, List.of(port), List.of("10.96.0.1")))),
                Map.of(api, List.of(slice)),
                Map.of(),
                Map.of()),
            Map.of(ProxyScope.ofSidecar("shop"), new Audience("shop", Egress.ALL)),
            "r");
  }

  private static ProxyStatus status(
      String namespace, String pod, Map<ResourceType, TypeStatus> types) {
    return new ProxyStatus(
        new ConnectedProxy(
            1,
            "sidecar~10.0.0.9~%s.%s~x".formatted(pod, namespace),
            "127.0.0.1:1",
            ProxyRole.SIDECAR,
            Optional.of(new PodName(namespace, pod)),
            List.of(ProxyScope.ofSidecar(namespace), ProxyScope.ofWorkload(namespace, pod)),
            Optional.empty(),
            ConnectedProxy.Variant.DELTA),
        types);
  }

  @Test
  void syncSaysHowFarEachTypeIs() throws IOException {
    var first = found("syncz", Map.of(), Viewer.ADMIN).path(0);
    assertThat(first.path("proxy").asText()).isEqualTo("web-1.shop");
    assertThat(first.path("cluster_status").asText()).isEqualTo("SYNCED");
    assertThat(first.path("listener_status").asText()).isEqualTo("STALE");
    assertThat(first.path("route_status").asText()).isEqualTo("ERROR");
    assertThat(first.path("route_nack").asText()).isEqualTo("bad route");
    assertThat(first.path("endpoint_status").asText()).isEqualTo("NOT SENT");
  }

  @Test
  void everybodySeesTheirOwnNamespaceAlone() throws IOException {
    assertThat(found("syncz", Map.of(), Viewer.ADMIN)).hasSize(2);
    assertThat(found("connections", Map.of(), Viewer.ADMIN)).hasSize(2);
    assertThat(found("syncz", Map.of(), SHOP)).hasSize(1);
    assertThat(found("connections", Map.of(), SHOP).path(0).path("proxy").asText())
        .isEqualTo("web-1.shop");
    assertThat(page("config_dump", proxy("teller-1.bank"), SHOP))
        .isInstanceOf(DebugPages.Page.Missing.class);
    assertThat(page("config_dump", proxy("teller-1.bank"), Viewer.ADMIN))
        .isInstanceOf(DebugPages.Page.Found.class);
  }

  @Test
  void theDumpIsOfAllPartsThatTheProxyIsServed() throws IOException {
    var endpoints = found("endpointz", proxy("web-1.shop"), SHOP);
    assertThat(endpoints).hasSize(1);
    assertThat(endpoints.path(0).path("address").asText()).isEqualTo("10.0.0.1:8080");
    assertThat(endpoints.path(0).path("cluster").asText())
        .isEqualTo("outbound|80||api.shop.svc.cluster.local");
    assertThat(endpoints.path(0).path("mtls").asBoolean()).isFalse();
  }

  @Test
  void aMissingProxyIsSaidWithTheRemedy() {
    assertThat(page("config_dump", Map.of(), SHOP))
        .isEqualTo(new DebugPages.Page.Missing("which proxy? Add ?proxyID=POD.NAMESPACE"));
    assertThat(page("endpointz", proxy("nobody.shop"), SHOP))
        .isInstanceOfSatisfying(
            DebugPages.Page.Missing.class,
            missing -> assertThat(missing.message()).contains("/debug/connections"));
    assertThat(page("nothing", Map.of(), SHOP))
        .isEqualTo(
            new DebugPages.Page.Missing(
                "here are connections, syncz, config_dump, endpointz, ledger"));
  }

  @Test
  void theLedgerIsEmptyWithoutObjects() throws IOException {
    assertThat(found("ledger", Map.of(), Viewer.ADMIN)).isEmpty();
  }

  private static Map<String, String> proxy(String name) {
    return Map.of("proxyID", name);
  }

  private JsonNode found(String name, Map<String, String> query, Viewer viewer) throws IOException {
    return JSON.readTree(((DebugPages.Page.Found) page(name, query, viewer)).body());
  }

  private DebugPages.Page page(String name, Map<String, String> query, Viewer viewer) {
    return pages.page(name, query, viewer).toCompletableFuture().join();
  }
}
