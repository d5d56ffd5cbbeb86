package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  private static final String SERVED =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {namespace: qa, name: front}
      spec:
        ingressClassName: sekisho
        rules:
        - host: a.qa.example.com
          http:
            paths:
            - {path: /api, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      """;

  @TempDir Path folder;
  private Manifests manifests;

  @BeforeEach
  void folder() {
    manifests = new Manifests(folder);
    manifests.file("1.yaml", Manifests.NAMESPACES);
    manifests.file("2.yaml", Manifests.POLICY);
  }

  private Program explain(String name, String... more) {
    var arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"explain", name, "--source", folder.toString()}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Program.run(arguments);
  }

  @Test
  void saysWhatIsServedAndUnderWhichPolicies() {
    manifests.file("3.yaml", SERVED);

    var run = explain("Ingress/qa/front");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .matches(
            """
            Ingress/qa/front, under policy revision [0-9a-f]{12}

            policies that match its namespace
              sekisho-system/2.yaml/edge  deny
            admission, if it were created now
              allowed
            hosts that it claims
              a.qa.example.com  spec.rules\\[0].host  on ingress-class/sekisho
              granted
            routes on the gateway
              a.qa.example.com/api  to web:80
            """);
  }

  @Test
  void saysWhyItIsWithheld() {
    manifests.file("3.yaml", Manifests.ingress("qa", "bad", "shop.example.com"));

    var run = explain("Ingress/qa/bad");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("  denied\n  invalid ingress host \"shop.example.com\"")
        .contains("[sekisho-system/2.yaml/edge hosts.unlisted, deny] at spec.rules[0].host")
        .contains("  withheld: invalid ingress host \"shop.example.com\"\n");
  }

  @Test
  void saysWithWhichOlderObjectItConflicts() {
    manifests.file("2.yaml", Manifests.POLICY.replace("allow: [", "allow: [\"*.example.com\", "));
    manifests.file(
        "3.yaml",
        Manifests.ingress("qa", "old", "x.example.com"),
        Manifests.ingress("shop", "young", "x.example.com"));

    assertThat(explain("Ingress/shop/young").out())
        .contains("withheld: host \"x.example.com\" conflicts with qa/old, which is older");
  }

  @Test
  void explainsWorkloads() {
    manifests.file(
        "2.yaml", Manifests.POLICY.replaceAll("(?s)  hosts:.*", "  secrets: {default: deny}\n"));
    manifests.file(
        "3.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {namespace: shop, name: api}
        spec:
          template:
            spec: {containers: [{name: api, envFrom: [{secretRef: {name: db}}]}]}
        """);

    var run = explain("Deployment/shop/api");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("secrets.default, deny]").doesNotContain("hosts that it claims");
  }

  private static final String API =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {namespace: shop, name: api}
      spec:
        template:
          metadata: {labels: {app: api}}
          spec: {containers: [{name: api}]}
      """;

  private void meshPolicies() {
    manifests.file(
        "2.yaml",
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec:
          mesh:
            workloads: {selector: {matchLabels: {app: api}}}
            mtls: {mode: STRICT, ports: {8080: PERMISSIVE}}
            allowFrom:
            - principals: ["*/ns/shop/sa/web"]
              to: {ports: [80, 8080], methods: [GET], paths: ["/api/*"]}
            - {principals: ["*/sa/probe", "*/sa/job"]}
        """);
    manifests.file(
        "3.yaml", API, API.replace("app: api", "app: web").replace("name: api", "name: web"));
    manifests.file(
        "4.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: shop, name: own, labels: {sekisho.dev/policy: "true"}}
        data:
          own.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: none}
            spec: {mesh: {allowFrom: []}}
        """);
  }

  @Test
  void saysWhoMayCallAWorkload() {
    meshPolicies();

    assertThat(explain("Deployment/shop/api").out())
        .endsWith(
            """
            mesh, for its Pods
              mTLS: STRICT, port 8080 PERMISSIVE
              callers: one of
                */ns/shop/sa/web  to ports 80, 8080; methods GET; paths /api/*  [sekisho-system/2.yaml/edge mesh.allowFrom[0]]
                */sa/probe, */sa/job  [sekisho-system/2.yaml/edge mesh.allowFrom[1]]
              and: nobody
            """);
    assertThat(explain("Deployment/shop/web").out())
        .endsWith("mesh, for its Pods\n  mTLS: PERMISSIVE\n  callers: nobody\n");
  }

  @Test
  void saysWhoMayCallAWorkloadToPrograms() throws Exception {
    meshPolicies();

    var json = new JsonMapper().readTree(explain("Deployment/shop/api", "-o", "json").out());

    assertThat(json.path("mesh"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"mode": "STRICT", "ports": {"8080": "PERMISSIVE"}, "allow": [
                      [{"policy": "sekisho-system/2.yaml/edge", "index": 0,
                        "principals": ["*/ns/shop/sa/web"],
                        "to": {"ports": [80, 8080], "methods": ["GET"], "paths": ["/api/*"]}},
                       {"policy": "sekisho-system/2.yaml/edge", "index": 1,
                        "principals": ["*/sa/probe", "*/sa/job"]}],
                      []]}
                    """));
  }

  @Test
  void withoutRulesEverybodyMayCallAWorkload() {
    manifests.file("3.yaml", API);

    assertThat(explain("Deployment/shop/api").out())
        .endsWith("mesh, for its Pods\n  mTLS: PERMISSIVE\n  callers: everybody\n");
  }

  @Test
  void namesNoPolicyOfAnotherNamespace() {
    meshPolicies();
    manifests.file("3.yaml", Manifests.ingress("qa", "front", "a.example.com"));

    assertThat(explain("Ingress/qa/front").out())
        .contains("sekisho-system/2.yaml/edge")
        .doesNotContain("shop/own/none");
  }

  @Test
  void writesJson() throws Exception {
    manifests.file("3.yaml", SERVED);

    var json = new JsonMapper().readTree(explain("Ingress/qa/front", "-o", "json").out());

    assertThat(json.at("/routing").asText()).isEqualTo("granted");
    assertThat(json.at("/routes/0/backend").asText()).isEqualTo("web:80");
    assertThat(json.at("/policies/0/id").asText()).isEqualTo("sekisho-system/2.yaml/edge");
    assertThat(json.at("/hosts/0/host").asText()).isEqualTo("a.qa.example.com");
  }

  @Test
  void namesWhatIsNotThere() {
    var run = explain("Ingress/qa/none");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no Ingress/qa/none in " + folder);
  }

  @Test
  void tellsTheFormOfAName() {
    var run = explain("front");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("front: expected KIND/NAMESPACE/NAME, as in Ingress/qa/front");
  }
}
