package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API server asks the webhook about, what it doesn't, and what comes of no answer. */
@KubernetesTest
class WebhookReachIT {
  private static final String INGRESSES = "networking.k8s.io * ingresses CREATE,UPDATE";
  private static final String ISTIO_V1 = "networking.istio.io v1 virtualservices CREATE,UPDATE";
  private static final String CONFIGURATIONS =
      "validatingwebhookconfigurations,mutatingwebhookconfigurations,"
          + "validatingadmissionpolicies,validatingadmissionpolicybindings";

  /** As small as can be, in two versions. */
  private static final String VIRTUAL_SERVICES =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: virtualservices.networking.istio.io}
      spec:
        group: networking.istio.io
        scope: Namespaced
        names: {kind: VirtualService, plural: virtualservices}
        versions:
        - name: v1
          served: true
          storage: true
          schema: &any
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        - {name: v1beta1, served: true, storage: false, schema: *any}
      """;

  /** Would forbid whatever it is asked about. */
  private static final String NEVER =
      """
        rules:
        - name: never
          match:
            apiGroups: [admissionregistration.k8s.io, networking.k8s.io]
            resources: [ingressclasses, %s]
            operations: [CREATE, UPDATE, DELETE]
          expression: "oldObject == null && object == null"
          message: "never"
        - name: of-v1
          match:
            apiGroups: [networking.istio.io]
            apiVersions: [v1]
            resources: [virtualservices]
            operations: [CREATE]
          expression: "object.metadata.name != 'older-name'"
          message: "not in v1"
      """
          .formatted(CONFIGURATIONS.replace(",", ", "));

  private static final String DENIED =
      "admission webhook \"validate.sekisho.dev\" denied the request: ";
  private static ControlPlaneProcess controlPlane;
  private static DecisionClient decisions;
  private static String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE + NEVER);
    // What the API server asks is decided here by each test.
    controlPlane = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
    decisions = new DecisionClient(controlPlane);
    team = cluster.freshTeam("reach", "*.reach.example");
    cluster.register(Registration.validating(controlPlane, INGRESSES));
  }

  @AfterEach
  void register(Cluster cluster) {
    cluster.register(Registration.validating(controlPlane, INGRESSES));
  }

  @AfterAll
  static void stop(Cluster cluster) {
    cluster
        .kubectl("delete", "crd", "virtualservices.networking.istio.io", "--ignore-not-found")
        .orFail("kubectl delete");
    decisions.close();
    controlPlane.close();
  }

  @Test
  void aNamespaceThatIsLabelledIsLeftAlone(Cluster cluster) {
    var selector =
        "namespaceSelector: {matchExpressions:"
            + " [{key: sekisho.dev/webhook, operator: NotIn, values: [ignore]}]}";
    cluster.register(Registration.validating(controlPlane, INGRESSES).with(selector));
    var ignored = cluster.freshNamespace("ignored", "");
    cluster
        .kubectl("label", "namespace", ignored, "sekisho.dev/webhook=ignore")
        .orFail("kubectl label");

    Await.that(
        "the webhook isn't asked there",
        Duration.ofSeconds(20),
        () -> cluster.applyAnyway(Manifests.ingress(ignored, "any", "bad.example")).exit() == 0);
    assertThat(cluster.applyExpectingDenial(Manifests.ingress(team, "any", "bad.example")))
        .endsWith("invalid ingress host \"bad.example\"\n");
  }

  @Test
  void theFailurePolicyDecidesWhereNobodyAnswers(Cluster cluster) {
    var dead = "https://127.0.0.1:" + Ports.free() + "/validate";
    var ingress = Manifests.ingress(team, "unanswered", "bad.example");
    var registration = Registration.validating(controlPlane, INGRESSES).at(dead);
    cluster.apply(registration.manifest());
    Await.that(
        "the API server fails to ask",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(ingress, "--dry-run=server")
                .err()
                .contains("failed calling webhook \"validate.sekisho.dev\""));

    cluster.apply(registration.with("failurePolicy: Ignore").manifest());
    Await.that(
        "the API server goes on without an answer",
        Duration.ofSeconds(20),
        () -> cluster.applyAnyway(ingress, "--dry-run=server").exit() == 0);
  }

  @Test
  void anotherVersionOfAKindIsReviewedAsTheRegisteredOne(Cluster cluster) {
    cluster.apply(VIRTUAL_SERVICES);
    cluster.register(Registration.validating(controlPlane, INGRESSES, ISTIO_V1));
    var virtualService =
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {namespace: %s, name: old-version}
        spec: {hosts: [bad.example], gateways: [elsewhere/gateway]}
        """
            .formatted(team);

    Await.that(
        "the webhook is asked about v1 where v1beta1 is written",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(virtualService, "--dry-run=server")
                .err()
                .endsWith(DENIED + "invalid virtualservice host \"bad.example\"\n"));
    var good = virtualService.replace("bad.example", "istio.reach.example");
    cluster.apply(good);
    // Rules are about the version that is reviewed as well, not the one that was written.
    assertThat(cluster.applyExpectingDenial(good.replace("old-version", "older-name")))
        .endsWith(DENIED + "not in v1\n");
  }

  @Test
  void whatIsNoTextWhereOneBelongsIsRefusedWithItsPlace(Cluster cluster) {
    cluster.apply(VIRTUAL_SERVICES);
    cluster.register(Registration.validating(controlPlane, INGRESSES, ISTIO_V1));
    // The API server itself lets this definition's objects have any form.
    var odd =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {namespace: %s, name: odd}
        spec: {hosts: [7, {}], gateways: null, http: 8}
        """
            .formatted(team);

    Await.that(
        "the webhook is asked about VirtualServices",
        Duration.ofSeconds(20),
        () -> cluster.applyAnyway(odd, "--dry-run=server").err().contains(DENIED));
    assertThat(cluster.applyExpectingDenial(odd)).contains("spec.hosts[0]").contains("hosts[1]");
  }

  @Test
  void aLabelOfTheObjectsOwnTakesItFromNobody(Cluster cluster) {
    var labelled =
        Manifests.ingress(team, "labelled", "bad.example")
            .replace("metadata: {", "metadata: {labels: {sekisho.dev/webhook: ignore}, ");
    var selector =
        "objectSelector: {matchExpressions:"
            + " [{key: sekisho.dev/webhook, operator: NotIn, values: [ignore]}]}";
    cluster.apply(Registration.validating(controlPlane, INGRESSES).with(selector).manifest());
    Await.that(
        "who writes the object can get around an objectSelector",
        Duration.ofSeconds(20),
        () -> cluster.applyAnyway(labelled, "--dry-run=server").exit() == 0);

    cluster.apply(WebhookRegistration.manifest(controlPlane));

    Await.that(
        "a registration without one is asked about every object",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(labelled, "--dry-run=server")
                .err()
                .endsWith(DENIED + "invalid ingress host \"bad.example\"\n"));
  }

  @Test
  void nobodyIsAskedAboutTheConfigurationOfWebhooks(Cluster cluster) {
    cluster.register(
        Registration.validating(
            controlPlane,
            INGRESSES,
            "networking.k8s.io v1 ingressclasses CREATE,UPDATE,DELETE",
            "admissionregistration.k8s.io * " + CONFIGURATIONS + " CREATE,UPDATE,DELETE"));
    var ingressClass =
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: reach}
        spec: {controller: example.com/none}
        """;
    Await.that(
        "the rule is asked about other kinds without a namespace",
        Duration.ofSeconds(20),
        () -> cluster.applyAnyway(ingressClass, "--dry-run=server").err().endsWith("never\n"));

    var somebodyElses =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %sWebhookConfiguration
        metadata: {name: of-somebody}
        webhooks: []
        ---
        """;
    var validating = somebodyElses.formatted("Validating");
    cluster.apply(validating + somebodyElses.formatted("Mutating"));
    cluster.applyAnyway(validating.replace("{name", "{labels: {a: b}, name")).orFail("edit");
    for (var kind : List.of("validatingwebhookconfiguration", "mutatingwebhookconfiguration")) {
      cluster.kubectl("delete", kind, "of-somebody").orFail("kubectl delete");
    }
    // Not even about our own.
    cluster.unregister();

    assertThat(decisions.all())
        .isNotEmpty()
        .noneMatch(d -> d.path("resource").asText().contains("webhookconfigurations"));
  }
}
