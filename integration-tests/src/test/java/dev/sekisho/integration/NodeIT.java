package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the other tests on the node take for granted: that it is a whole Kubernetes. */
@NodeTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeIT {
  private final KubernetesNode node;
  private String namespace = "";

  NodeIT(KubernetesNode node) {
    this.node = node;
  }

  @BeforeAll
  void deploy() {
    namespace = node.freshNamespace("smoke", "");
    node.apply(NodeManifests.application(namespace, "web", 2));
    node.awaitRollout(namespace, "deployment/web");
    // kube-proxy gathers changes for a second.
    Await.that(
        "kube-proxy knows the Service",
        Command.SHORT,
        () -> node.exec(namespace, "deploy/web", "/app", "get", "http://web/").exit() == 0);
  }

  @Test
  void theNodeIsReadyAndOfTheWantedVersion() {
    var status = node.get("node/node").path("status");
    assertThat(status.path("nodeInfo").path("kubeletVersion").asText()).isEqualTo("v1.35.4");
    assertThat(status.path("conditions"))
        .anyMatch(
            c ->
                c.path("type").asText().equals("Ready") && c.path("status").asText().equals("True"))
        .noneMatch(
            c ->
                c.path("type").asText().endsWith("Pressure")
                    && c.path("status").asText().equals("True"));
  }

  @Test
  void servicesAreReachedByNameAndByAddressFromPods() {
    var service = node.get("service/web", "-n", namespace);
    var address = service.path("spec").path("clusterIP").asText();
    for (var host : new String[] {"web", "web." + namespace + ".svc.cluster.local", address}) {
      var run = node.exec(namespace, "deploy/web", "/app", "get", "http://" + host + "/");
      assertThat(run.orFail(host).out()).startsWith("200\n{\"name\":\"web\"");
    }
  }

  @Test
  void bothPodsOfAServiceAnswer() {
    var seen = new HashSet<String>();
    Await.that(
        "answers of both Pods",
        Command.SHORT,
        () -> {
          seen.add(node.exec(namespace, "deploy/web", "/app", "get", "http://web/").out());
          return seen.size() == 2;
        });
  }

  @Test
  void logsOfAPodCanBeRead() {
    assertThat(node.kubectl("logs", "-n", namespace, "deploy/web").orFail("kubectl logs").out())
        .contains("serving on :9080");
  }

  @Test
  void aTokenForOurAudienceIsProjectedAndBelieved() {
    node.apply(NodeManifests.withToken(namespace, "bearer"));
    node.await(namespace, "pod/bearer", "Running", s -> s.path("phase").asText().equals("Running"));
    var token = node.exec(namespace, "bearer", "/app", "cat", "/token/token").orFail("cat").out();
    var claims =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    assertThat(claims)
        .contains("\"aud\":[\"sekisho\"]")
        .contains("system:serviceaccount:" + namespace + ":default");
    var review = node.create(NodeManifests.tokenReview(token, "sekisho")).path("status");
    assertThat(review.path("authenticated").asBoolean()).isTrue();
    var other = node.create(NodeManifests.tokenReview(token, "other")).path("status");
    assertThat(other.path("authenticated").asBoolean()).isFalse();
  }

  @Test
  void aNativeSidecarOutlivesTheJobButDoesNotKeepIt() {
    node.apply(NodeManifests.jobWithSidecar(namespace, "work"));
    node.await(namespace, "job/work", "done", status -> status.path("succeeded").asInt() == 1);
    var pod = node.get("pods", "-n", namespace, "-l", "job-name=work").path("items").path(0);
    assertThat(pod.path("status").path("phase").asText()).isEqualTo("Succeeded");
  }

  @Test
  void addressesOfNodePortsReachThisProcess() throws Exception {
    node.apply(NodeManifests.nodePort(namespace, "web", 30080));
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(node.nodePort("http", 30080))
              .timeout(Duration.ofSeconds(5))
              .build();
      Await.that(
          "an answer",
          Command.SHORT,
          () -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }
  }

  @Test
  void requestsOfAPodCanBeRedirectedByRulesOfAnInitContainer() {
    node.apply(NodeManifests.redirected(namespace, "redirected"));
    node.await(
        namespace, "pod/redirected", "Running", s -> s.path("phase").asText().equals("Running"));
    // Nothing listens on 4242 there: only the rules can bring it to 9080.
    var address = node.get("pod/redirected", "-n", namespace).path("status").path("podIP").asText();
    Await.that(
        "an answer through the rules",
        Command.SHORT,
        () ->
            node.exec(namespace, "deploy/web", "/app", "get", "http://" + address + ":4242/").exit()
                == 0);
  }
}
