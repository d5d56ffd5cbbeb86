package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sekisho.policies.model.Violation;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayApiClaimsTest {

  private static final String GATEWAY = "gateway.networking.k8s.io/v1 Gateway";
  private static final String ROUTE = "gateway.networking.k8s.io/v1 HTTPRoute";
  private static final String LISTENERS =
      """
      {listeners: [
        {name: wide, port: 80, protocol: HTTP, hostname: "*.acme.com"},
        {name: narrow, port: 443, protocol: HTTPS, hostname: x.org},
        {name: open, port: 8080, protocol: HTTP}]}
      """;
  private static final String ROUTES = " on routes/Gateway.gateway.networking.k8s.io/infra/gw";

  private final KindsWorld world = new KindsWorld(policy("edge").emptyDenied(false));

  private static String route(String parents, String hosts) {
    return "{parentRefs: [%s], hostnames: [%s]}".formatted(parents, hosts);
  }

  @Test
  void aGatewayClaimsItsListenersOnAnExposureOfItsOwn() {
    assertThat(world.claims(GATEWAY, "infra/gw", LISTENERS))
        .containsExactly(
            "*.acme.com on listeners/Gateway.gateway.networking.k8s.io/infra/gw",
            "x.org on listeners/Gateway.gateway.networking.k8s.io/infra/gw",
            "* on listeners/Gateway.gateway.networking.k8s.io/infra/gw");
    world.with(GATEWAY, "infra/gw", LISTENERS);
    assertThat(world.messages(GATEWAY, "qa/gw", LISTENERS)).isEmpty();
    assertThat(new KindsWorld(policy("edge")).messages(GATEWAY, "infra/gw", LISTENERS))
        .as("a listener without host name")
        .containsExactly("invalid gateway host \"*\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: gw, namespace: infra, sectionName: wide} | a.acme.com, b.org | a.acme.com",
        "{name: gw, namespace: infra, sectionName: wide} | '' | *.acme.com",
        "{name: gw, namespace: infra, sectionName: narrow} | \"*\" | x.org",
        "{name: gw, namespace: infra, sectionName: open} | '' | *",
        "{name: gw, namespace: infra, sectionName: gone} | a.acme.com | ''",
        "{name: gw, namespace: infra, port: 443} | x.org, y.org | x.org",
        "{name: gw, namespace: infra} | y.org | y.org",
        "{kind: Service, group: '', name: web} | y.org | ''",
      })
  void aRouteClaimsWhatItsListenersOffer(String parent, String hosts, String claims) {
    world.with(GATEWAY, "infra/gw", LISTENERS);
    var expected = claims.isEmpty() ? new String[0] : new String[] {claims + ROUTES};
    assertThat(world.claims(ROUTE, "qa/web", route(parent, hosts))).containsExactly(expected);
  }

  @Test
  void aGatewayThatIsNotThereNarrowsNothing() {
    assertThat(world.claims(ROUTE, "infra/web", route("{name: gw}", "a.org")))
        .containsExactly("a.org" + ROUTES);
    assertThat(world.claims(ROUTE, "infra/web", "{parentRefs: [{name: gw}]}"))
        .containsExactly("*" + ROUTES);
    assertThat(world.claims(ROUTE, "infra/web", "{hostnames: [a.org]}")).isEmpty();
  }

  @Test
  void tenantsShareAGatewayAndConflictWithEachOtherOnly() {
    var parent = "{name: gw, namespace: infra}";
    world
        .with(GATEWAY, "infra/gw", LISTENERS)
        .with(GATEWAY, "infra/other", LISTENERS)
        .with(ROUTE, "a/web", route(parent, "x.acme.com"))
        .with(ROUTE, "b/web", route(parent, "y.acme.com"))
        .with(ROUTE, "b/elsewhere", route("{name: other, namespace: infra}", "x.acme.com"));
    assertThat(world.withheld()).isEmpty();
    for (String kind : new String[] {"v1 HTTPRoute", "v1 GRPCRoute", "v1alpha2 TLSRoute"}) {
      var word = kind.substring(kind.indexOf(' ') + 1).toLowerCase(Locale.ROOT);
      assertThat(
              world.messages(
                  "gateway.networking.k8s.io/" + kind, "b/steal", route(parent, "x.acme.com")))
          .containsExactly("invalid " + word + " host \"x.acme.com\" (conflicts with a/web)");
    }
  }

  @Test
  void aRouteWithoutHostNamesIsHostlessOnlyWhereTheListenerIsToo() {
    var strict = new KindsWorld(policy("edge").allow("*.acme.com"));
    strict.with(GATEWAY, "infra/gw", LISTENERS);
    var wide = "{parentRefs: [{name: gw, sectionName: wide}]}";
    var open = "{parentRefs: [{name: gw, sectionName: open}]}";
    assertThat(strict.messages(ROUTE, "infra/web", wide)).isEmpty();
    assertThat(strict.create(ROUTE, "infra/web", open))
        .extracting(Violation::rule, Violation::message)
        .containsExactly(tuple("hosts.empty", "invalid httproute host \"*\""));
  }

  @Test
  void tlsIsAskedOfTheGatewayAlone() {
    var strict = new KindsWorld(policy("edge").emptyDenied(false).tls(true, true));
    assertThat(strict.messages(GATEWAY, "infra/gw", LISTENERS))
        .containsExactly("invalid gateway host \"*.acme.com\" (no tls entry covers it)");
    assertThat(strict.messages(ROUTE, "infra/web", route("{name: gw}", "a.org"))).isEmpty();
    var http = "{listeners: [{name: a, port: 80, protocol: HTTP}]}";
    assertThat(strict.messages(GATEWAY, "infra/gw", http))
        .containsExactly("invalid gateway: tls is required");
  }

  @Test
  void whatCanNotBeReadViolates() {
    assertThat(
            world.messages(
                GATEWAY, "a/gw", "{listeners: [{hostname: 5}, {port: x, hostname: a_b}]}"))
        .containsExactly("expected a string", "invalid gateway host \"a_b\"", "expected a number");
    assertThat(world.messages(ROUTE, "a/web", route("{name: gw, port: 1.5}", "5")))
        .containsExactly("expected a string", "expected a number");
    assertThat(
            world.claims(
                ROUTE, "a/web", route("{name: odd, group: x.io, kind: ListenerSet}", "a.org")))
        .containsExactly("a.org on routes/ListenerSet.x.io/a/odd");
  }
}
