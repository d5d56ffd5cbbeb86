package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two that ask for one host at the same moment, before either is in any cache. */
@KubernetesTest
class ReservationIT {
  private static final int ROUNDS = 100;
  private static final int CREATED = 201;
  private static final int FORBIDDEN = 403;

  @Test
  void oneOfTwoConcurrentCreatesIsAdmitted(Cluster cluster) throws Exception {
    cluster.putPolicy(Cluster.EDGE);
    try (var controlPlane = ControlPlaneProcess.start(cluster);
        var webhook = new AdmissionClient(controlPlane);
        var threads = Executors.newFixedThreadPool(2)) {
      cluster.register(controlPlane);
      var red = cluster.freshTeam("red", "*.acmecorp.com");
      var blue = cluster.freshTeam("blue", "*.acmecorp.com");
      for (var team : List.of(red, blue)) {
        webhook.awaitVerdict(true, team, "ready.acmecorp.com", Duration.ofSeconds(5));
      }
      for (int i = 0; i < ROUNDS; i++) {
        var host = "race-" + i + ".acmecorp.com";
        var together = new CyclicBarrier(2);
        var answers =
            List.of(red, blue).stream()
                .map(team -> threads.submit(() -> create(cluster, together, team, host)))
                .toList();
        assertThat(List.of(answers.getFirst().get(), answers.getLast().get()))
            .as("round %s", i)
            .containsExactlyInAnyOrder(CREATED, FORBIDDEN);
      }
      cluster.unregister();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static int create(Cluster cluster, CyclicBarrier together, String team, String host)
      throws Exception {
    together.await(10, TimeUnit.SECONDS);
    var path = "/apis/networking.k8s.io/v1/namespaces/" + team + "/ingresses";
    return cluster.api().post(path, ingress(host)).status();
  }

  private static ObjectNode ingress(String host) {
    var ingress = JsonNodeFactory.instance.objectNode();
    ingress.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
    ingress.putObject("metadata").put("name", host.substring(0, host.indexOf('.')));
    ingress.putObject("spec").putArray("rules").addObject().put("host", host);
    return ingress;
  }
}
