package dev.sekisho.benchmarks.mesh;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * All proxies at once, that know nothing, until all are configured.
 *
 * @param seconds the median of some rounds, as is {@code cpuSeconds} of the server
 * @param refused streams, of all rounds
 * @param bytes that each was sent
 * @param swarmCpuSeconds of the proxies, in the last round
 */
record Burst(
    Contender contender,
    int services,
    int proxies,
    double seconds,
    double cpuSeconds,
    double swarmCpuSeconds,
    int refused,
    double bytes) {

  /** What a server does after the last proxy has its all must not meet the next round. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** One round; the proxies stay connected. */
  static Burst round(MeshServer server, int services, int proxies)
      throws IOException, InterruptedException {
    double swarmBefore = server.swarm().count().path("cpuSeconds").asDouble();
    double before = server.usage().cpuSeconds();
    var answer = server.swarm().connect(proxies, false);
    double after = server.usage().cpuSeconds();
    Thread.sleep(REST);
    return new Burst(
        server.contender(),
        services,
        proxies,
        answer.path("seconds").asDouble(),
        after - before,
        answer.path("cpuSeconds").asDouble() - swarmBefore,
        answer.path("refused").asInt(),
        (double) EndpointChanges.bytes(answer) / proxies);
  }

  static Burst median(List<Burst> rounds) {
    var last = rounds.getLast();
    return new Burst(
        last.contender,
        last.services,
        last.proxies,
        middle(rounds.stream().map(Burst::seconds).toList()),
        middle(rounds.stream().map(Burst::cpuSeconds).toList()),
        last.swarmCpuSeconds,
        rounds.stream().mapToInt(Burst::refused).sum(),
        last.bytes);
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
  }
}
