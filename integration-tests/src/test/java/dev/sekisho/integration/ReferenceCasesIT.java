package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may serve which host, as users of kubectl see it. */
@KubernetesTest
class ReferenceCasesIT {
  private static final String DENIAL =
      "Error from server (Forbidden): error when creating \"STDIN\": admission webhook"
          + " \"validate.sekisho.dev\" denied the request: ";
  private static ControlPlaneProcess controlPlane;
  private static AdmissionClient webhook;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    controlPlane = ControlPlaneProcess.start(cluster);
    webhook = new AdmissionClient(controlPlane);
    cluster.register(controlPlane);
    cluster.apply(namespace("qa", "*.qa.acmecorp.com,*.internal.acmecorp.com"));
    cluster.apply(namespace("production", "*.acmecorp.com"));
    cluster.apply(namespace("staging", "*.acmecorp.com"));
    webhook.awaitVerdict(true, "staging", "ready.acmecorp.com", Duration.ofSeconds(5));
  }

  @AfterAll
  static void stop() {
    webhook.close();
    controlPlane.close();
  }

  @AfterEach
  void deleteIngresses(Cluster cluster) {
    for (var namespace : new String[] {"qa", "production", "staging"}) {
      cluster.kubectl("delete", "ingress", "--all", "-n", namespace).orFail("kubectl delete");
    }
    webhook.awaitVerdict(true, "staging", "signin.acmecorp.com", Duration.ofSeconds(5));
  }

  @Test
  void hostOfItsOwnIsAdmitted(Cluster cluster) {
    cluster.apply(Manifests.ingress("production", "ingress-ok", "signin.acmecorp.com"));
  }

  @Test
  void hostOutsideTheListIsRefused(Cluster cluster) {
    assertThat(cluster.applyExpectingDenial(Manifests.ingress("qa", "ingress-bad", "acmecorp.com")))
        .isEqualTo(DENIAL + "invalid ingress host \"acmecorp.com\"\n");
  }

  @Test
  void hostOfAnotherNamespaceIsRefused(Cluster cluster) {
    cluster.apply(Manifests.ingress("production", "ingress-ok", "signin.acmecorp.com"));

    assertThat(
            cluster.applyExpectingDenial(
                Manifests.ingress("staging", "ingress-ok", "signin.acmecorp.com")))
        .isEqualTo(
            DENIAL
                + "invalid ingress host \"signin.acmecorp.com\""
                + " (conflicts with production/ingress-ok)\n");
  }

  @Test
  void updateThatStealsAHostIsRefused(Cluster cluster) {
    cluster.apply(Manifests.ingress("production", "ingress-ok", "signin.acmecorp.com"));
    cluster.apply(Manifests.ingress("staging", "front", "front.acmecorp.com"));

    var printed =
        cluster.applyExpectingDenial(Manifests.ingress("staging", "front", "signin.acmecorp.com"));

    // Before this line, kubectl prints the patch and the object that it was for.
    assertThat(printed)
        .startsWith("Error from server (Forbidden): error when applying patch:\n")
        .endsWith(
            "for: \"STDIN\": error when patching \"STDIN\": admission webhook"
                + " \"validate.sekisho.dev\" denied the request: invalid ingress host"
                + " \"signin.acmecorp.com\" (conflicts with production/ingress-ok)\n");
    assertThat(hostOf(cluster, "staging", "front")).isEqualTo("front.acmecorp.com");
  }

  @Test
  void ruleWithoutHostIsRefused(Cluster cluster) {
    var spec = "rules: [{http: {paths: [%s]}}]\n".formatted(Manifests.PATH);
    var ingress = Manifests.ingress("production", "hostless", "", spec);

    assertThat(cluster.applyExpectingDenial(ingress))
        .isEqualTo(DENIAL + "invalid ingress host \"*\"\n");
  }

  @Test
  void defaultBackendIsRefused(Cluster cluster) {
    var backend = "defaultBackend: {service: {name: web, port: {number: 80}}}\n";

    assertThat(
            cluster.applyExpectingDenial(Manifests.ingress("production", "catch-all", "", backend)))
        .isEqualTo(DENIAL + "invalid ingress host \"*\"\n");
  }

  @Test
  void tlsHostIsReviewed(Cluster cluster) {
    var spec =
        "tls: [{hosts: [stolen.acmecorp.org], secretName: stolen}]\n"
            + Manifests.rule("mine.acmecorp.com");

    assertThat(cluster.applyExpectingDenial(Manifests.ingress("production", "tls", "", spec)))
        .isEqualTo(DENIAL + "invalid ingress host \"stolen.acmecorp.org\"\n");
  }

  @Test
  void allViolationsAreToldAtOnce(Cluster cluster) {
    cluster.apply(Manifests.ingress("production", "ingress-ok", "signin.acmecorp.com"));
    var spec =
        """
        ingressClassName: sekisho
        rules: [{host: signin.acmecorp.com}, {host: a.example}, {host: good.acmecorp.com}]
        tls: [{hosts: [b.example, a.example], secretName: x}]
        """;

    assertThat(cluster.applyExpectingDenial(Manifests.ingress("staging", "many", "", spec)))
        .isEqualTo(
            DENIAL
                + "invalid ingress host \"signin.acmecorp.com\""
                + " (conflicts with production/ingress-ok),"
                + " invalid ingress host \"a.example\","
                + " invalid ingress host \"b.example\"\n");
  }

  @Test
  void suffixEndsOnALabel(Cluster cluster) {
    assertThat(
            cluster.applyExpectingDenial(
                Manifests.ingress("production", "evil", "evilacmecorp.com")))
        .isEqualTo(DENIAL + "invalid ingress host \"evilacmecorp.com\"\n");
  }

  @Test
  void wildcardNeedsAPatternThatCoversIt(Cluster cluster) {
    assertThat(cluster.applyExpectingDenial(Manifests.ingress("qa", "wide", "*.acmecorp.com")))
        .isEqualTo(DENIAL + "invalid ingress host \"*.acmecorp.com\"\n");
    cluster.apply(Manifests.ingress("qa", "narrow", "*.a.qa.acmecorp.com"));
  }

  @Test
  void spacesInTheListDoNotMatter(Cluster cluster) {
    var team = cluster.freshTeam("spaces", " *.one.example ,\\t*.two.example , ");
    webhook.awaitVerdict(true, team, "a.two.example", Duration.ofSeconds(5));

    cluster.apply(Manifests.ingress(team, "one", "a.one.example"));
    cluster.apply(Manifests.ingress(team, "two", "a.two.example"));
    assertThat(cluster.applyExpectingDenial(Manifests.ingress(team, "three", "a.three.example")))
        .isEqualTo(DENIAL + "invalid ingress host \"a.three.example\"\n");
  }

  @Test
  void policyMayHaveWindowsLineEnds(Cluster cluster) {
    var windows = (Cluster.EDGE + "    deny: [\"crlf.acmecorp.com\"]\n").replace("\n", "\r\n");
    cluster.putPolicy("\uFEFF" + windows);
    try {
      webhook.awaitVerdict(false, "production", "crlf.acmecorp.com", Duration.ofSeconds(5));

      assertThat(
              cluster.applyExpectingDenial(
                  Manifests.ingress("production", "crlf", "crlf.acmecorp.com")))
          .isEqualTo(DENIAL + "invalid ingress host \"crlf.acmecorp.com\"\n");
      cluster.apply(Manifests.ingress("production", "fine", "fine.acmecorp.com"));
    } finally {
      cluster.putPolicy(Cluster.EDGE);
      webhook.awaitVerdict(true, "production", "crlf.acmecorp.com", Duration.ofSeconds(5));
    }
  }

  @Test
  void dryRunIsReviewedAndLeavesNothingBehind(Cluster cluster) {
    var bad = Manifests.ingress("qa", "ingress-bad", "acmecorp.com");
    assertThat(cluster.applyExpectingDenial(bad, "--dry-run=server"))
        .isEqualTo(DENIAL + "invalid ingress host \"acmecorp.com\"\n");

    cluster
        .applyAnyway(Manifests.ingress("staging", "dry", "dry.acmecorp.com"), "--dry-run=server")
        .orFail("dry run");
    cluster.apply(Manifests.ingress("production", "wet", "dry.acmecorp.com"));
  }

  @Test
  void oldViolatorCanStillBeEditedButNotMadeWorse(Cluster cluster) {
    cluster.unregister();
    cluster.apply(Manifests.ingress("qa", "ingress-bad", "acmecorp.com"));
    cluster.register(controlPlane);

    cluster.kubectl("label", "ingress", "ingress-bad", "-n", "qa", "a=b").orFail("kubectl label");
    var worse =
        "ingressClassName: sekisho\n"
            + Manifests.rule("acmecorp.com")
            + "tls: [{hosts: [more.acmecorp.com], secretName: x}]\n";

    assertThat(cluster.applyExpectingDenial(Manifests.ingress("qa", "ingress-bad", "", worse)))
        .endsWith("denied the request: invalid ingress host \"more.acmecorp.com\"\n");
  }

  private static String hostOf(Cluster cluster, String namespace, String name) {
    var path = "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses/" + name;
    return cluster.read(path).at("/spec/rules/0/host").asText();
  }

  private static String namespace(String name, String hosts) {
    return Manifests.namespace(name, "ingress-whitelist: \"" + hosts + "\"");
  }
}
