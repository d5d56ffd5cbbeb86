package dev.sekisho.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Two teams, each with an application of its own, that want the same host. */
final class Contest implements AutoCloseable {
  private final Cluster cluster;
  private final String host;
  private final List<Team> teams;

  private Contest(Cluster cluster, String host, List<Team> teams) {
    this.cluster = cluster;
    this.host = host;
    this.teams = teams;
  }

  /** A team; its application answers with the name of its namespace. */
  record Team(String namespace, Upstream upstream) {
    Reply reply() {
      return new Reply(200, namespace);
    }

    String ingressPath() {
      return "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses/front";
    }
  }

  /** The teams are there, each with a Service; nobody has asked for the host yet. */
  static Contest over(Cluster cluster, String host) {
    return new Contest(cluster, host, List.of(team(cluster, "red"), team(cluster, "blue")));
  }

  /** Both ask, by an Ingress of those annotations and first lines of its spec. */
  void ask(String annotations, String spec) {
    var both = new StringBuilder();
    for (var team : teams) {
      both.append(
          Manifests.ingress(team.namespace(), "front", annotations, spec + Manifests.rule(host)));
    }
    cluster.apply(both.toString());
  }

  /** The team that must be served: its Ingress is older, or of the same second and smaller uid. */
  Team winner() {
    return byAge().getFirst();
  }

  Team loser() {
    return byAge().getLast();
  }

  /**
   * The winner is served and the loser never, however often one asks; when the winner goes, the
   * loser is served.
   *
   * @return how long that took from the moment before the deletion
   */
  Duration decidedAt(EnvoyProcess envoy) {
    var winner = winner();
    var loser = loser();
    // Until the younger of the two has come, the other is alone and rightly served.
    envoy.awaitReply(host, 200, winner.namespace(), Duration.ofSeconds(5));
    try (var traffic = Traffic.to(envoy, host)) {
      traffic.awaitMore(300);
      if (!traffic.seen().equals(Set.of(winner.reply()))) {
        throw new AssertionError(host + " isn't the winner's alone: " + traffic.seen());
      }
      long start = System.nanoTime();
      cluster.api().delete(winner.ingressPath()).orFail();
      envoy.awaitReply(host, 200, loser.namespace(), Duration.ofSeconds(5));
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  @Override
  public void close() {
    teams.forEach(team -> team.upstream().close());
  }

  private List<Team> byAge() {
    return teams.stream()
        .sorted(
            Comparator.comparing((Team team) -> Instant.parse(meta(team, "creationTimestamp")))
                .thenComparing(team -> meta(team, "uid")))
        .toList();
  }

  private String meta(Team team, String key) {
    return cluster.read(team.ingressPath()).path("metadata").path(key).asText();
  }

  private static Team team(Cluster cluster, String colour) {
    var namespace = cluster.freshTeam(colour, "*.acmecorp.com");
    var upstream = Upstream.start(namespace);
    cluster.apply(Manifests.service(namespace, "web", upstream));
    return new Team(namespace, upstream);
  }
}
