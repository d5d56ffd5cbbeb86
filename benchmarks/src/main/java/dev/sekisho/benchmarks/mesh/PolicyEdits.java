package dev.sekisho.benchmarks.mesh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Edits of a policy that change the routes of gateways.
 *
 * @param p50 milliseconds from the write to a gateway's ACK of its routes, as is {@code p99}; over
 *     all gateways and edits
 * @param cpu microseconds of the server's CPU for each gateway and edit
 * @param strangers bytes that gateways were sent when endpoints changed that aren't theirs
 */
record PolicyEdits(int proxies, int edits, double p50, double p99, double cpu, long strangers) {

  private static final Duration QUIET = Duration.ofMillis(100);
  private static final String GATEWAYS =
      "-id=router~{ip}~{pod}.{namespace}~{namespace}.svc.cluster.local";

  static PolicyEdits measure(
      MeshServer sekisho, Path program, KubeApi api, int proxies, int edits, int warmUp)
      throws IOException, InterruptedException {
    var edge = new EdgeWorld(api);
    edge.begin(warmUp + edits);
    try (var gateways = Swarm.start(program, sekisho.address(), List.of(GATEWAYS))) {
      gateways.connect(proxies, false);
      for (int i = 0; i < warmUp; i++) {
        edge.edit(gateways);
      }
      gateways.series();
      double before = sekisho.usage().cpuSeconds();
      for (int i = 0; i < edits; i++) {
        edge.edit(gateways);
        Thread.sleep(QUIET);
      }
      double used = sekisho.usage().cpuSeconds() - before;
      var latency = gateways.series().path("latency");
      long strangers =
          Quiet.bytes(
              gateways,
              () -> {
                sekisho.swarm().connect(1, false);
                sekisho.trigger().pull(sekisho.swarm(), 1);
                sekisho.swarm().disconnect();
              });
      return new PolicyEdits(
          proxies,
          edits,
          latency.path("p50").asDouble(),
          latency.path("p99").asDouble(),
          used / proxies / edits * 1e6,
          strangers);
    }
  }
}
