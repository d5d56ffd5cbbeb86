package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sekisho.policies.model.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IstioClaimsTest {

  private static final String GATEWAY = "networking.istio.io/v1 Gateway";
  private static final String SERVICE = "networking.istio.io/v1beta1 VirtualService";
  private static final String ENTRY = "networking.istio.io/v1alpha3 ServiceEntry";
  private static final String PODS = "selector: {istio: ingress, app: gw}";
  private static final String ROUTES = "istio-routes/app=gw,istio=ingress";

  private final KindsWorld world = new KindsWorld(policy("edge"));

  private static String gateway(String... hosts) {
    return "{%s, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [%s]}]}"
        .formatted(PODS, quoted(hosts));
  }

  private static String service(String gateways, String... hosts) {
    return "{gateways: [%s], hosts: [%s]}".formatted(gateways, quoted(hosts));
  }

  private static String quoted(String... hosts) {
    return "\"" + String.join("\", \"", hosts) + "\"";
  }

  @Test
  void aGatewayClaimsTheHostsOfItsServersOnItsPods() {
    assertThat(world.claims(GATEWAY, "infra/gw", gateway("*.acme.com", "./a.org", "*/b.org")))
        .containsExactly(
            "*.acme.com on istio-servers/app=gw,istio=ingress",
            "a.org on istio-servers/app=gw,istio=ingress",
            "b.org on istio-servers/app=gw,istio=ingress");
  }

  @Test
  void gatewaysOfTwoOwnersOnTheSamePodsConflict() {
    world.with(GATEWAY, "infra/gw", gateway("*.acme.com"));
    assertThat(world.messages(GATEWAY, "qa/gw", gateway("infra/x.acme.com")))
        .containsExactly("invalid gateway host \"x.acme.com\" (conflicts with infra/gw)");
    assertThat(world.messages(GATEWAY, "infra/other", gateway("x.acme.com"))).isEmpty();
    var otherPods = gateway("x.acme.com").replace("ingress", "egress");
    assertThat(world.messages(GATEWAY, "qa/gw", otherPods)).isEmpty();
  }

  @Test
  void aVirtualServiceClaimsWhatItsGatewaysOffer() {
    world.with(GATEWAY, "infra/gw", gateway("*.acme.com", "exact.org"));
    assertThat(world.claims(SERVICE, "qa/web", service("infra/gw", "a.acme.com", "b.org")))
        .containsExactly("a.acme.com on " + ROUTES);
    assertThat(world.claims(SERVICE, "qa/web", service("infra/gw", "*")))
        .containsExactly("*.acme.com on " + ROUTES, "exact.org on " + ROUTES);
    assertThat(world.claims(SERVICE, "infra/web", service("gw", "*.a.acme.com")))
        .as("without a namespace, the Gateway is in the same one")
        .containsExactly("*.a.acme.com on " + ROUTES);
  }

  @Test
  void aGatewayThatIsNotThereNarrowsNothing() {
    assertThat(world.claims(SERVICE, "qa/web", service("infra/gw", "a.org", "*.b.org")))
        .containsExactly(
            "a.org on routes/Gateway.networking.istio.io/infra/gw",
            "*.b.org on routes/Gateway.networking.istio.io/infra/gw");
  }

  @Test
  void eachGatewayIsAnExposure() {
    world
        .with(GATEWAY, "infra/gw", gateway("*.acme.com"))
        .with(GATEWAY, "infra/same-pods", gateway("*"));
    assertThat(
            world.claims(
                SERVICE, "qa/web", service("infra/gw, infra/same-pods, gone", "x.acme.com")))
        .containsExactly(
            "x.acme.com on " + ROUTES, "x.acme.com on routes/Gateway.networking.istio.io/qa/gone");
  }

  @Test
  void tenantsShareAGatewayAndConflictWithEachOtherOnly() {
    world
        .with(GATEWAY, "infra/gw", gateway("*.acme.com"))
        .with(SERVICE, "a/web", service("infra/gw", "x.acme.com"))
        .with(SERVICE, "b/web", service("infra/gw", "y.acme.com"));
    assertThat(world.withheld()).isEmpty();
    assertThat(world.messages(SERVICE, "b/steal", service("infra/gw", "x.acme.com")))
        .containsExactly("invalid virtualservice host \"x.acme.com\" (conflicts with a/web)");
    assertThat(world.messages(SERVICE, "a/canary", service("infra/gw", "x.acme.com"))).isEmpty();
  }

  @Test
  void whatItsGatewayKeepsFromTheNamespaceIsReviewedButBlocksNobody() {
    var strict = new KindsWorld(policy("edge").allow("*.acme.com"));
    strict
        .with(GATEWAY, "infra/gw", gateway("shop/x.acme.com", "./infra.acme.com", "~/no.acme.com"))
        .with(SERVICE, "squatter/web", service("infra/gw", "x.acme.com"));
    assertThat(strict.claims(SERVICE, "shop/web", service("infra/gw", "x.acme.com")))
        .containsExactly("x.acme.com on " + ROUTES);
    assertThat(strict.messages(SERVICE, "shop/web", service("infra/gw", "x.acme.com"))).isEmpty();
    assertThat(strict.claims(SERVICE, "squatter/two", service("infra/gw", "infra.acme.com")))
        .containsExactly(
            "infra.acme.com on nobody/VirtualService.networking.istio.io/squatter/two");
    assertThat(strict.claims(SERVICE, "infra/web", service("gw", "infra.acme.com")))
        .containsExactly("infra.acme.com on " + ROUTES);
  }

  @ParameterizedTest
  @CsvSource({
    "reviews, ''",
    "reviews.qa.svc.cluster.local, ''",
    "*.qa.svc.cluster.local, ''",
    "api.example.com, api.example.com on mesh",
    "reviews.prod.svc.cluster.local, reviews.prod.svc.cluster.local on mesh",
    "*.svc.cluster.local, *.svc.cluster.local on mesh",
  })
  void inTheMeshOwnServicesAreNotClaimed(String host, String claims) {
    assertThat(String.join(",", world.claims(SERVICE, "qa/web", service("mesh", host))))
        .isEqualTo(claims);
    assertThat(world.claims(SERVICE, "qa/web", "{hosts: [\"%s\"]}".formatted(host)))
        .as("without gateways it is for the mesh")
        .isEqualTo(world.claims(SERVICE, "qa/web", service("mesh", host)));
  }

  @ParameterizedTest
  @CsvSource({
    "reviews.prod.svc.cluster.local, the services of namespace prod",
    "*.prod.svc.cluster.local, the services of namespace prod",
    "*.svc.cluster.local, the services of the cluster",
    "x.cluster.local, the services of the cluster",
    "*, the services of the cluster",
  })
  void servicesBelongToTheirNamespaces(String host, String taken) {
    assertThat(world.messages(SERVICE, "qa/web", service("mesh", host)))
        .containsExactly(
            "invalid virtualservice host \"" + host + "\" (conflicts with " + taken + ")");
    world.with(SERVICE, "qa/web", service("mesh", host));
    assertThat(world.withheld()).hasSize(1);
  }

  @Test
  void namespacesOfOneOwnerShareTheirServices() {
    var teams =
        new KindsWorld(policy("edge").ownerLabel("team"))
            .labelled("qa", "team", "a")
            .labelled("prod", "team", "a");
    var host = "reviews.prod.svc.cluster.local";
    assertThat(teams.messages(SERVICE, "qa/web", service("mesh", host))).isEmpty();
    assertThat(teams.messages(SERVICE, "other/web", service("mesh", host))).hasSize(1);
  }

  @Test
  void serviceEntriesClaimInTheMesh() {
    world.with(ENTRY, "a/stripe", "{hosts: [api.stripe.com]}");
    assertThat(world.messages(ENTRY, "b/stripe", "{hosts: [api.stripe.com, free.com]}"))
        .containsExactly("invalid serviceentry host \"api.stripe.com\" (conflicts with a/stripe)");
    assertThat(world.messages(SERVICE, "b/stripe", service("mesh", "api.stripe.com")))
        .containsExactly(
            "invalid virtualservice host \"api.stripe.com\" (conflicts with a/stripe)");
    assertThat(world.messages(SERVICE, "b/edge", service("gw", "api.stripe.com"))).isEmpty();
    assertThat(world.messages(ENTRY, "a/more", "{hosts: [api.stripe.com]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.a.svc.cluster.local", "*.cluster.local", "*.local"})
  void noServiceEntryCapturesTheCluster(String host) {
    assertThat(world.messages(ENTRY, "a/capture", "{hosts: [\"%s\"]}".formatted(host)))
        .containsExactly(
            "invalid serviceentry host \"%s\" (conflicts with the services of the cluster)"
                .formatted(host));
    world.with(ENTRY, "a/capture", "{hosts: [\"%s\"]}".formatted(host));
    assertThat(world.withheld()).hasSize(1);
  }

  @Test
  void policiesOverHostsAndAnnotationsApply() {
    var strict =
        new KindsWorld(policy("edge").allow("*.acme.com").wildcardDenied(true).tls(true, true));
    var https = gateway("x.acme.com").replace("protocol: HTTP", "protocol: HTTPS");
    assertThat(strict.messages(GATEWAY, "a/gw", https)).isEmpty();
    assertThat(strict.create(GATEWAY, "a/gw", gateway("x.acme.com")))
        .extracting(Violation::rule, Violation::fieldPath, Violation::message)
        .containsExactly(
            tuple("hosts.tls.required", "spec.servers", "invalid gateway: tls is required"),
            tuple(
                "hosts.tls.mustCoverHosts",
                "spec.servers[0].hosts[0]",
                "invalid gateway host \"x.acme.com\" (no tls entry covers it)"));
    assertThat(
            strict.messages(SERVICE, "a/web", service("gw", "x.acme.com", "*.acme.com", "b.org")))
        .containsExactly(
            "invalid virtualservice host \"*.acme.com\"", "invalid virtualservice host \"b.org\"");
    assertThat(strict.messages(SERVICE, "a/web", service("gw, other", "b.org")))
        .as("said once, though claimed on two gateways")
        .hasSize(1);
    assertThat(new KindsWorld(policy("edge").ingressClasses("x")).messages(GATEWAY, "a/gw", https))
        .isEmpty();
  }

  @Test
  void whatCanNotBeReadViolates() {
    assertThat(world.messages(GATEWAY, "a/gw", gateway("a b", "x/")))
        .containsExactly("invalid gateway host \"a b\"", "invalid gateway host \"\"");
    assertThat(world.messages(SERVICE, "a/web", "{hosts: [5], gateways: no}"))
        .containsExactly("expected a list", "expected a string");
    assertThat(world.messages(ENTRY, "a/entry", "{hosts: {}}")).containsExactly("expected a list");
    assertThat(world.claims(SERVICE, "a/delegate", "{http: []}")).isEmpty();
  }
}
