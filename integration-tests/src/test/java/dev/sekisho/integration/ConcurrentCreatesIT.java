package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many creates of few hosts at once, answered by two control planes that hear of each other's only
 * through the API server: both may admit one host, but only one of the two is ever granted it.
 */
@KubernetesTest(ownServer = true)
class ConcurrentCreatesIT {
  private static final int CREATES = 10_000;
  private static final int HOSTS = 100;
  private static final int NAMESPACES = 20;
  private static final int AT_ONCE = 64;
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private record Stored(String namespace, String name, String host, String created, String uid) {
    static Stored of(JsonNode ingress) {
      var meta = ingress.path("metadata");
      return new Stored(
          meta.path("namespace").asText(),
          meta.path("name").asText(),
          ingress.at("/spec/rules/0/host").asText(),
          meta.path("creationTimestamp").asText(),
          meta.path("uid").asText());
    }
  }

  @Test
  void neverTwoOwnersOfAHostAndEachLoserIsTold(Cluster cluster) throws Exception {
    var namespaces =
        IntStream.range(0, NAMESPACES).mapToObj(i -> cluster.freshNamespace("race", "")).toList();
    namespaces.forEach(namespace -> cluster.apply(service(namespace)));
    // Each has a root of its own here: neither may put its own in place of both.
    try (var one = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
        var other = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
        var balancer = RoundRobin.over(List.of(one.webhookPort(), other.webhookPort()));
        var firstGateway = one.startGateway("first");
        var secondGateway = other.startGateway("second")) {
      cluster.putPolicy(
          """
          apiVersion: sekisho.dev/v1alpha1
          kind: Policy
          metadata: {name: edge}
          spec: {hosts: {conflicts: deny}}
          """);
      cluster.awaitPolicyStatus("ok");
      cluster.apply(WebhookRegistration.manifest(balancer.port(), List.of(one, other), ""));
      awaitInForce(cluster, namespaces);

      int admitted = createAll(cluster, namespaces);

      var stored = stored(cluster);
      assertThat(stored).hasSize(admitted);
      var byHost = stored.stream().collect(Collectors.groupingBy(Stored::host));
      var winners = winners(byHost);
      var losers = new HashSet<>(stored);
      losers.removeAll(ownedLike(byHost, winners));
      System.out.printf(
          "%d creates of %d hosts: %d admitted, %d of them lost against an older one%n",
          CREATES, HOSTS, admitted, losers.size());
      for (EnvoyProcess envoy : List.of(firstGateway, secondGateway)) {
        Await.that(
            "the " + envoy.name() + " gateway to serve the winners and nobody else",
            SETTLED,
            () -> owners(envoy).equals(winners));
      }
      Await.that("an Event for each loser", SETTLED, () -> told(cluster).containsAll(keys(losers)));
    }
  }

  /** The registration takes a moment: until a foreign owner's host is refused. */
  private static void awaitInForce(Cluster cluster, List<String> namespaces) {
    cluster.apply(Manifests.ingress(namespaces.getFirst(), "probe", "probe.test"));
    Await.that(
        "the webhook to be called",
        SETTLED,
        () -> {
          var path = "/apis/networking.k8s.io/v1/namespaces/" + namespaces.getLast() + "/ingresses";
          return cluster.api().post(path + "?dryRun=All", ingress("probe", "probe.test")).status()
              == 403;
        });
    cluster
        .kubectl("delete", "ingress", "probe", "-n", namespaces.getFirst())
        .orFail("kubectl delete");
  }

  /** Returns how many were admitted. */
  private static int createAll(Cluster cluster, List<String> namespaces) throws Exception {
    var order = new ArrayList<>(IntStream.range(0, CREATES).boxed().toList());
    Collections.shuffle(order, new Random(4));
    var admitted = new AtomicInteger();
    var unexpected = Collections.synchronizedList(new ArrayList<String>());
    var room = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i : order) {
        room.acquire();
        var unused =
            threads.submit(
                () -> {
                  try {
                    var answer =
                        cluster
                            .api()
                            .post(
                                "/apis/networking.k8s.io/v1/namespaces/"
                                    + namespaces.get(i % NAMESPACES)
                                    + "/ingresses",
                                ingress("i" + i, host(i / NAMESPACES % HOSTS)));
                    if (answer.status() == 201) {
                      admitted.incrementAndGet();
                    } else if (answer.status() != 403
                        || !answer.body().contains("conflicts with")) {
                      unexpected.add(answer.status() + " " + answer.body());
                    }
                  } finally {
                    room.release();
                  }
                });
      }
    }
    assertThat(unexpected).isEmpty();
    return admitted.get();
  }

  private static String service(String namespace) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %s, name: web}
        spec: {ports: [{port: 80}]}
        """
        .formatted(namespace);
  }

  private static String host(int i) {
    return "h" + i + ".race.test";
  }

  private static ObjectNode ingress(String name, String host) {
    var ingress = JsonNodeFactory.instance.objectNode();
    ingress.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
    ingress.putObject("metadata").put("name", name);
    var spec = ingress.putObject("spec").put("ingressClassName", "sekisho");
    var path =
        spec.putArray("rules")
            .addObject()
            .put("host", host)
            .putObject("http")
            .putArray("paths")
            .addObject()
            .put("path", "/")
            .put("pathType", "Prefix");
    path.putObject("backend")
        .putObject("service")
        .put("name", "web")
        .putObject("port")
        .put("number", 80);
    return ingress;
  }

  private static List<Stored> stored(Cluster cluster) {
    var found = new ArrayList<Stored>();
    cluster
        .read("/apis/networking.k8s.io/v1/ingresses")
        .path("items")
        .forEach(item -> found.add(Stored.of(item)));
    return found;
  }

  /** The namespace of the oldest Ingress of each host, of the smaller uid in the same second. */
  private static Map<String, String> winners(Map<String, List<Stored>> byHost) {
    return byHost.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e ->
                    e.getValue().stream()
                        .min(Comparator.comparing(Stored::created).thenComparing(Stored::uid))
                        .map(Stored::namespace)
                        .orElseThrow()));
  }

  private static Set<Stored> ownedLike(
      Map<String, List<Stored>> byHost, Map<String, String> winners) {
    return byHost.values().stream()
        .flatMap(List::stream)
        .filter(s -> s.namespace().equals(winners.get(s.host())))
        .collect(Collectors.toSet());
  }

  private static Set<String> keys(Set<Stored> objects) {
    return objects.stream().map(o -> o.namespace() + "/" + o.name()).collect(Collectors.toSet());
  }

  private static Set<String> told(Cluster cluster) {
    var told = new HashSet<String>();
    cluster
        .read("/api/v1/events")
        .path("items")
        .forEach(
            event -> {
              var object = event.path("involvedObject");
              if (event.path("reason").asText().equals("NotRouted")) {
                told.add(object.path("namespace").asText() + "/" + object.path("name").asText());
              }
            });
    return told;
  }

  /** The namespace that a running Envoy serves each host from. */
  private static Map<String, String> owners(EnvoyProcess envoy) {
    return envoy.routedClusters().entrySet().stream()
        .filter(e -> e.getKey().endsWith(".race.test"))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> namespaceOf(e.getValue())));
  }

  /** Clusters are named {@code outbound|80||web.NAMESPACE.svc.cluster.local}. */
  private static String namespaceOf(String cluster) {
    return Optional.of(cluster.split("\\.", -1)).map(parts -> parts[1]).orElseThrow();
  }
}
