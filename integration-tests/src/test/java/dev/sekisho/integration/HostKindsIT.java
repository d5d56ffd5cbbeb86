package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hosts of Istio's and the Gateway API's kinds, by kubectl and the real definitions, which are
 * installed only once the control plane runs.
 */
@KubernetesTest(ownServer = true)
class HostKindsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DENIED =
      "admission webhook \"validate.sekisho.dev\" denied the request: ";
  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allowFromNamespaceAnnotation: ingress-whitelist
      """;

  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(POLICY);
    controlPlane = ControlPlaneProcess.start(cluster);
    cluster.register(controlPlane);
    install(cluster, "istio-crds", "virtualservices.networking.istio.io");
    install(cluster, "gateway-api-crds", "tlsroutes.gateway.networking.k8s.io");
    cluster.apply(Manifests.namespace("infra", "ingress-whitelist: \"*.acme.com\""));
    cluster.apply(Manifests.namespace("red", "ingress-whitelist: \"*.acme.com\""));
    cluster.apply(Manifests.namespace("blue", "ingress-whitelist: \"*.acme.com\""));
    cluster.apply(Manifests.namespace("green", "ingress-whitelist: \"green.acme.com\""));
    cluster.apply(istioGateway("infra", "gw", "*.acme.com"));
    cluster.apply(gateway("infra", "gw", "*.acme.com"));
    // What the Gateways don't offer isn't claimed, once they are known.
    awaitAdmitted(cluster, virtualService("red", "known", "not.offered.example"));
    awaitAdmitted(cluster, route("v1 HTTPRoute", "red", "known", "not.offered.example"));
  }

  private static void awaitAdmitted(Cluster cluster, String object) {
    Await.that(
        "admitted: " + object,
        SOON,
        () -> cluster.applyAnyway(object, "--dry-run=server").exit() == 0);
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static void install(Cluster cluster, String tool, String definition) {
    var file = Tools.path(tool).toString();
    cluster.kubectl("apply", "--server-side", "-f", file).orFail("kubectl apply");
    cluster
        .kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd/" + definition)
        .orFail("kubectl wait");
  }

  private static String object(String type, String namespace, String name, String spec) {
    var parts = type.split(" ", 2);
    return """
    apiVersion: %s
    kind: %s
    metadata: {namespace: %s, name: %s}
    spec: %s
    ---
    """
        .formatted(parts[0], parts[1], namespace, name, spec);
  }

  private static String istioGateway(String namespace, String name, String host) {
    var server =
        "{port: {number: 80, name: http, protocol: HTTP}, hosts: [\"%s\"]}".formatted(host);
    var spec = "{selector: {istio: ingress}, servers: [%s]}".formatted(server);
    return object("networking.istio.io/v1 Gateway", namespace, name, spec);
  }

  private static String virtualService(String namespace, String name, String host) {
    var spec =
        "{gateways: [infra/gw], hosts: [\"%s\"], http: [{route: [{destination: {host: web}}]}]}"
            .formatted(host);
    return object("networking.istio.io/v1 VirtualService", namespace, name, spec);
  }

  private static String serviceEntry(String namespace, String name, String host) {
    var spec =
        "{hosts: [\"%s\"], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}"
            .formatted(host);
    return object("networking.istio.io/v1 ServiceEntry", namespace, name, spec);
  }

  private static String gateway(String namespace, String name, String host) {
    var listener = "{name: http, port: 80, protocol: HTTP, hostname: \"%s\"}".formatted(host);
    var spec = "{gatewayClassName: any, listeners: [%s]}".formatted(listener);
    return object("gateway.networking.k8s.io/v1 Gateway", namespace, name, spec);
  }

  private static String route(String type, String namespace, String name, String host) {
    var rules =
        type.endsWith("TLSRoute") ? "rules: [{backendRefs: [{name: web, port: 443}]}], " : "";
    var spec =
        "{%sparentRefs: [{name: gw, namespace: infra}], hostnames: [\"%s\"]}"
            .formatted(rules, host);
    return object("gateway.networking.k8s.io/" + type, namespace, name, spec);
  }

  private static String of(String kind, String namespace, String name, String host) {
    return switch (kind) {
      case "virtualservice" -> virtualService(namespace, name, host);
      case "serviceentry" -> serviceEntry(namespace, name, host);
      case "httproute" -> route("v1 HTTPRoute", namespace, name, host);
      case "grpcroute" -> route("v1 GRPCRoute", namespace, name, host);
      default -> route("v1alpha2 TLSRoute", namespace, name, host);
    };
  }

  @ParameterizedTest
  @CsvSource({"virtualservice", "serviceentry", "httproute", "grpcroute", "tlsroute"})
  void oneHostHasOneOwner(String kind, Cluster cluster) {
    var host = kind + ".acme.com";
    cluster.apply(of(kind, "red", "front", host));

    // Reserved at once, so that nothing has to be waited for.
    assertThat(cluster.applyExpectingDenial(of(kind, "blue", "front", host)))
        .contains(
            DENIED + "invalid " + kind + " host \"" + host + "\" (conflicts with red/front)\n");
    cluster.apply(of(kind, "red", "canary", host));
  }

  @ParameterizedTest
  @CsvSource({"virtualservice", "serviceentry", "httproute", "grpcroute", "tlsroute"})
  void aHostOutsideTheListIsRefused(String kind, Cluster cluster) {
    var bad = of(kind, "green", "bad", "bad.acme.com");
    assertThat(cluster.applyExpectingDenial(bad))
        .contains(DENIED + "invalid " + kind + " host \"bad.acme.com\"\n");
  }

  @Test
  void gatewaysAreReviewed(Cluster cluster) {
    assertThat(cluster.applyExpectingDenial(istioGateway("red", "bad", "./bad.example.com")))
        .contains(DENIED + "invalid gateway host \"bad.example.com\"");
    assertThat(cluster.applyExpectingDenial(gateway("red", "bad", "bad.example.com")))
        .contains(DENIED + "invalid gateway host \"bad.example.com\"\n");
  }

  @Test
  void gatewaysOnTheSamePodsConflict(Cluster cluster) {
    assertThat(cluster.applyExpectingDenial(istioGateway("red", "mine", "*/mine.acme.com")))
        .contains(DENIED + "invalid gateway host \"mine.acme.com\" (conflicts with infra/gw)\n");
    cluster.apply(gateway("red", "mine", "mine.acme.com"));
  }

  @Test
  void theClusterIsNobodysToCapture(Cluster cluster) {
    assertThat(
            cluster.applyExpectingDenial(
                serviceEntry("red", "capture", "web.red.svc.cluster.local")))
        .contains("(conflicts with the services of the cluster)");
  }

  @Test
  void anEditIsReviewedForWhatItAdds(Cluster cluster) {
    cluster.apply(virtualService("red", "edited", "edited.acme.com"));
    cluster.apply(virtualService("blue", "thief", "thief.acme.com"));
    assertThat(cluster.applyExpectingDenial(virtualService("blue", "thief", "edited.acme.com")))
        .contains("invalid virtualservice host \"edited.acme.com\" (conflicts with red/edited)");
  }

  @Test
  void whatWasThereBeforeTheDefinitionsWereWatchedCounts(Cluster cluster) {
    cluster.apply(route("v1 HTTPRoute", "red", "stored", "stored.acme.com"));
    controlPlane.kill();
    controlPlane.startAgain();
    Await.that(
        "the route is known",
        SOON,
        () -> {
          var denied =
              cluster.applyAnyway(
                  route("v1 HTTPRoute", "blue", "late", "stored.acme.com"), "--dry-run=server");
          return denied.err().contains("(conflicts with red/stored)");
        });
  }
}
