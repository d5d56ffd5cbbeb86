package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyConfigMap;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyImpactTest {

  private static final String OWN = "sekisho-system";
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final String HOSTS =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allow: [%s]
      """;
  private static final String SECRETS =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        secrets:
          default: %s
      """;

  private final ClusterState state = new ClusterState(OWN);

  @BeforeEach
  void cluster() {
    put("{apiVersion: v1, kind: Namespace, metadata: {name: qa}}");
    put("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
  }

  private static ObjectNode read(String yaml) {
    return ManifestReader.read(yaml).documents().getFirst().object();
  }

  private void put(String yaml) {
    var object = read(yaml);
    var meta = object.path("metadata");
    var key =
        new ObjectKey(
            object.path("kind").asText(),
            meta.path("namespace").asText(""),
            meta.path("name").asText());
    var unused = state.apply(new ObjectChange.Upserted(key, object), NOW);
  }

  private void ingress(String namespace, String name, String host) {
    put(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          {namespace: %s, name: %s, uid: %s, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {ingressClassName: sekisho, rules: [{host: %s}]}
        """
            .formatted(namespace, name, namespace + name, host));
  }

  private static ObjectNode policy(String text) {
    var configMap = JsonNodeFactory.instance.objectNode();
    configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
    configMap
        .putObject("metadata")
        .put("namespace", OWN)
        .put("name", "edge")
        .putObject("labels")
        .put(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE);
    configMap.putObject("data").put("edge.yaml", text);
    return configMap;
  }

  private void inForce(String text) {
    var unused =
        state.apply(
            new ObjectChange.Upserted(new ObjectKey("ConfigMap", OWN, "edge"), policy(text)), NOW);
  }

  private List<String> warnings(String text, JsonNode... workloads) {
    var preview = state.preview(policy(text), OWN, "edge");
    assertThat(preview.status()).isInstanceOf(PolicyStatus.Ok.class);
    return new PolicyImpact(
            preview.hosts(), state.podImpact(List.of(workloads), List.of(), preview.next()))
        .warnings();
  }

  private Map<ObjectKey, ClaimVerdict> verdicts() {
    var verdicts = new TreeMap<ObjectKey, ClaimVerdict>();
    state.hosts().verdicts().forEach(e -> verdicts.put(e.getKey().key(), e.getValue()));
    return verdicts;
  }

  @Test
  void countsAndNamesWhatItWouldDenyAndWithdraw() {
    ingress("qa", "front", "a.example.com");
    ingress("qa", "api", "b.example.com");
    ingress("shop", "web", "shop.example.org");

    assertThat(warnings(HOSTS.formatted("\"*.example.org\"")))
        .containsExactly(
            "would deny 2 existing Ingresses: qa/api, qa/front",
            "would withdraw 2 routes: a.example.com (qa/front), b.example.com (qa/api)");
  }

  @Test
  void countsAndNamesWhatItWouldAdmitAndRestore() {
    ingress("qa", "front", "a.example.com");
    inForce(HOSTS.formatted("\"*.example.org\""));

    assertThat(warnings(HOSTS.formatted("\"*.example.com\"")))
        .containsExactly(
            "would admit 1 Ingress, denied now: qa/front",
            "would restore 1 route: a.example.com (qa/front)");
  }

  @Test
  void whoWasInTheWayMakesRoom() {
    ingress("qa", "old", "a.example.com");
    ingress("shop", "young", "a.example.com");
    assertThat(verdicts().get(new ObjectKey("Ingress", "shop", "young")))
        .isInstanceOf(ClaimVerdict.Conflict.class);

    assertThat(
            warnings(
                HOSTS
                    .formatted("\"*.example.org\"")
                    .replace("  hosts:", "  match: {namespaces: [qa]}\n  hosts:")))
        .containsExactly(
            "would deny 1 existing Ingress: qa/old",
            "would withdraw 1 route: a.example.com (qa/old)",
            "would restore 1 route: a.example.com (shop/young)");
  }

  @Test
  void leavesEverythingAsItWas() {
    ingress("qa", "front", "a.example.com");
    ingress("shop", "second", "a.example.com");
    inForce(HOSTS.formatted("\"*.example.com\""));
    var verdicts = verdicts();
    var revision = state.policies().revision();

    assertThat(warnings(HOSTS.formatted("\"*.example.org\""))).isNotEmpty();

    assertThat(verdicts()).isEqualTo(verdicts);
    assertThat(state.policies().revision()).isEqualTo(revision);
    assertThat(warnings(HOSTS.formatted("\"*.example.com\""))).isEmpty();
  }

  @Test
  void namesWorkloadsWhoseNextPodWouldBeRefused() {
    var api =
        read(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: api}
            spec:
              template:
                spec:
                  containers:
                  - name: api
                    image: "app:1"
                    envFrom: [{secretRef: {name: db}}]
            """);
    var web =
        read(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec: {template: {spec: {containers: [{name: web, image: "app:1"}]}}}
            """);

    assertThat(warnings(SECRETS.formatted("deny"), api, web))
        .containsExactly("would refuse the next Pod of 1 Deployment: shop/api");
    inForce(SECRETS.formatted("deny"));
    assertThat(warnings(SECRETS.formatted("allow"), api, web))
        .containsExactly("would admit the next Pod of 1 Deployment, refused now: shop/api");
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    IntStream.range(0, 50)
        .forEach(i -> ingress("qa", "a-rather-long-name-" + i, "h" + i + ".example.com"));

    assertThat(warnings(HOSTS.formatted("\"*.example.org\"")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120).endsWith(" more"))
        .first()
        .asString()
        .startsWith("would deny 50 existing Ingresses: qa/a-rather-long-name-0, ")
        .matches(".* and 4[0-9] more");
  }

  @Test
  void aWrongPolicyHasNoImpact() {
    ingress("qa", "front", "a.example.com");
    var preview = state.preview(policy("kind: Policy"), OWN, "edge");

    assertThat(preview.status()).isInstanceOf(PolicyStatus.Broken.class);
    assertThat(preview.hosts().denied()).isEmpty();
  }
}
