package dev.sekisho.benchmarks.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.benchmarks.harness.HeapHistogram;
import java.io.IOException;
import java.time.Duration;

/**
 * Measures endpoint changes at one server: in several blocks, between which others may have their
 * turn. Its proxies are connected. For one thread.
 */
final class EndpointChanges {

  /** After each change, so that the next one comes after quiet. */
  private static final Duration QUIET = Duration.ofMillis(100);

  private final MeshServer server;
  private final int services;
  private final int proxies;
  private long changes;
  private double serverCpu;
  private double swarmCpu;
  private long bytes;

  EndpointChanges(MeshServer server, int services, int proxies) throws IOException {
    this.server = server;
    this.services = services;
    this.proxies = proxies;
    server.swarm().series();
  }

  void block(int count) throws IOException, InterruptedException {
    var swarmBefore = server.swarm().count();
    var before = server.usage();
    for (int i = 0; i < count; i++) {
      server.trigger().pull(server.swarm(), 1);
      Thread.sleep(QUIET);
    }
    var after = server.usage();
    var swarmAfter = server.swarm().count();
    changes += count;
    serverCpu += after.cpuSeconds() - before.cpuSeconds();
    swarmCpu +=
        swarmAfter.path("cpuSeconds").asDouble() - swarmBefore.path("cpuSeconds").asDouble();
    bytes += bytes(swarmAfter) - bytes(swarmBefore);
  }

  /**
   * @param heapWithout bytes of live heap when no proxy was connected
   */
  ChangePoint result(long heapWithout) throws IOException, InterruptedException {
    var latency = server.swarm().series().path("latency");
    long resident = server.usage().residentBytes();
    double heap = HeapHistogram.liveBytes(server.process().pid()) - heapWithout;
    double each = (double) changes * proxies;
    return new ChangePoint(
        server.contender(),
        services,
        proxies,
        changes,
        latency.path("p50").asDouble(),
        latency.path("p99").asDouble(),
        serverCpu / each * 1e6,
        swarmCpu / each * 1e6,
        bytes / each,
        heap / proxies,
        resident);
  }

  static long bytes(JsonNode answer) {
    return answer.at("/totals/bytes").asLong();
  }
}
