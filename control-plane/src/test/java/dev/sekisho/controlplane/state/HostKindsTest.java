package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows for an object when another changes that its claims depend on. */
class HostKindsTest {

  private final Objects objects = new Objects(new ClusterState("sekisho-system"));
  private final ClusterState state = objects.state();

  private static String object(String apiVersion, String kind, String name, int age, String spec) {
    var at = List.of(name.split("/", -1));
    return """
        apiVersion: %s
        kind: %s
        metadata: {namespace: %s, name: %s, uid: u-%s, creationTimestamp: "2026-01-01T00:00:0%dZ"}
        spec: %s
        """
        .formatted(apiVersion, kind, at.getFirst(), at.getLast(), name, age, spec);
  }

  private static String istioGateway(String name, String pods, String host) {
    var spec = "{selector: {istio: %s}, servers: [{hosts: ['%s']}]}".formatted(pods, host);
    return object("networking.istio.io/v1", "Gateway", name, 0, spec);
  }

  private static String virtualService(String name, int age, String gateway, String host) {
    var spec = "{gateways: ['%s'], hosts: ['%s']}".formatted(gateway, host);
    return object("networking.istio.io/v1", "VirtualService", name, age, spec);
  }

  private static String gateway(String name, String host) {
    var spec = "{listeners: [{name: http, port: 80, hostname: '%s'}]}".formatted(host);
    return object("gateway.networking.k8s.io/v1", "Gateway", name, 0, spec);
  }

  private static String route(String name, int age, String gateway) {
    var spec = "{parentRefs: [{name: %s, namespace: infra}]}".formatted(gateway);
    return object("gateway.networking.k8s.io/v1", "HTTPRoute", name, age, spec);
  }

  private List<String> claims(String name) {
    return state
        .hosts()
        .verdicts()
        .map(Map.Entry::getKey)
        .filter(o -> o.key().qualifiedName().equals(name))
        .flatMap(o -> o.claims().stream())
        .map(claim -> claim.pattern() + " on " + claim.exposure().name())
        .toList();
  }

  private List<String> withheld() {
    return state
        .hosts()
        .verdicts()
        .filter(e -> !e.getValue().isGranted())
        .map(e -> e.getKey().key().qualifiedName())
        .toList();
  }

  private List<String> messages(String yaml) {
    return state.review(Objects.create(Objects.tree(yaml))).stream()
        .map(Violation::message)
        .toList();
  }

  @Test
  void aVirtualServiceFollowsItsGateway() {
    objects.put(virtualService("qa/web", 1, "infra/gw", "x.a.com"));
    assertThat(claims("qa/web"))
        .containsExactly("x.a.com on routes/Gateway.networking.istio.io/infra/gw");

    objects.put(istioGateway("infra/gw", "ingress", "*.a.com"));
    assertThat(claims("qa/web")).containsExactly("x.a.com on istio-routes/istio=ingress");

    objects.put(istioGateway("infra/gw", "ingress", "*.b.com"));
    assertThat(claims("qa/web")).isEmpty();

    objects.put(istioGateway("infra/gw", "egress", "*"));
    assertThat(claims("qa/web")).containsExactly("x.a.com on istio-routes/istio=egress");

    objects.delete("Gateway.networking.istio.io", "infra", "gw");
    assertThat(claims("qa/web"))
        .containsExactly("x.a.com on routes/Gateway.networking.istio.io/infra/gw");
  }

  @Test
  void whoMovesOntoTheSamePodsMeetsTheOlderOwner() {
    objects.put(istioGateway("infra/one", "ingress", "*.a.com"));
    objects.put(istioGateway("infra/two", "egress", "*.a.com"));
    objects.put(virtualService("a/old", 1, "infra/one", "x.a.com"));
    objects.put(virtualService("b/young", 2, "infra/two", "x.a.com"));
    assertThat(withheld()).isEmpty();

    objects.put(istioGateway("infra/two", "ingress", "*.a.com"));
    assertThat(withheld()).containsExactly("b/young");

    objects.delete("VirtualService.networking.istio.io", "a", "old");
    assertThat(withheld()).isEmpty();
  }

  @Test
  void aRouteFollowsTheGatewaysThatItNames() {
    objects.put(gateway("infra/gw", "x.a.com"));
    objects.put(istioGateway("infra/gw", "ingress", "other.com"));
    objects.put(route("qa/web", 1, "gw"));
    var on = " on routes/Gateway.gateway.networking.k8s.io/infra/";
    assertThat(claims("qa/web")).containsExactly("x.a.com" + on + "gw");

    objects.put(gateway("infra/gw", "y.a.com"));
    assertThat(claims("qa/web")).containsExactly("y.a.com" + on + "gw");

    objects.put(route("qa/web", 1, "other"));
    objects.put(gateway("infra/gw", "z.a.com"));
    assertThat(claims("qa/web")).containsExactly("*" + on + "other");
    objects.put(gateway("infra/other", "o.a.com"));
    assertThat(claims("qa/web")).containsExactly("o.a.com" + on + "other");
  }

  @Test
  void admissionSeesTheGatewaysAsTheyAre() {
    objects.policy("edge", "allow: ['*.a.com']");
    objects.put(istioGateway("infra/gw", "ingress", "*"));
    assertThat(messages(virtualService("qa/web", 1, "infra/gw", "x.b.com")))
        .containsExactly("invalid virtualservice host \"x.b.com\"");

    objects.put(istioGateway("infra/gw", "ingress", "*.a.com"));
    assertThat(messages(virtualService("qa/web", 1, "infra/gw", "x.b.com"))).isEmpty();
    assertThat(messages(route("qa/web", 1, "gw"))).containsExactly("invalid httproute host \"*\"");
  }

  @Test
  void anUpdateIsReviewedForTheGatewayThatItAdds() {
    objects.policy("edge", "conflicts: deny");
    objects.put(istioGateway("infra/one", "ingress", "*"));
    objects.put(istioGateway("infra/two", "egress", "*"));
    objects.put(virtualService("a/one", 1, "infra/one", "x.a.com"));
    objects.put(virtualService("a/two", 2, "infra/two", "x.a.com"));
    var before = Objects.tree(virtualService("b/web", 3, "infra/one", "x.a.com"));
    var after = virtualService("b/web", 3, "infra/one', 'infra/two", "x.a.com");

    assertThat(state.review(Objects.update(before, before))).isEmpty();
    assertThat(state.review(Objects.update(before, Objects.tree(after))))
        .extracting(Violation::message)
        .as("the old conflict stays, another is new")
        .containsExactly("invalid virtualservice host \"x.a.com\" (conflicts with a/two)");
  }

  @Test
  void aNamespaceThatChangesItsOwnerTakesItsServicesAlong() {
    objects.policy("edge", "ownerLabel: team");
    objects.put("{apiVersion: v1, kind: Namespace, metadata: {name: qa, labels: {team: a}}}");
    objects.put(virtualService("qa/web", 1, "mesh", "reviews.prod.svc.cluster.local"));
    assertThat(withheld()).containsExactly("qa/web");

    objects.put("{apiVersion: v1, kind: Namespace, metadata: {name: prod, labels: {team: a}}}");
    assertThat(withheld()).isEmpty();
    objects.put("{apiVersion: v1, kind: Namespace, metadata: {name: prod, labels: {team: b}}}");
    assertThat(withheld()).containsExactly("qa/web");
  }
}
