package dev.sekisho.benchmarks.mesh;

import java.io.IOException;
import java.time.Duration;

/** Measures what proxies are sent that there is nothing to tell. */
final class Quiet {

  /** Longer than any server that batches waits. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** Something that changes in the cluster, or nothing. */
  interface Act {
    void run() throws IOException, InterruptedException;
  }

  private Quiet() {}

  /** Bytes that all proxies were sent together. */
  static long bytes(Swarm swarm, Act act) throws IOException, InterruptedException {
    long before = EndpointChanges.bytes(swarm.count());
    act.run();
    Thread.sleep(WAIT);
    return EndpointChanges.bytes(swarm.count()) - before;
  }

  /** A Pod gets an annotation, then a ConfigMap comes and changes. */
  static long unrelated(MeshServer server, KubeApi api) throws IOException, InterruptedException {
    long annotation =
        bytes(
            server.swarm(),
            () ->
                api.merge(
                    MeshWorld.podPath(0),
                    "{\"metadata\":{\"annotations\":{\"note\":\"%d\"}}}"
                        .formatted(System.nanoTime())));
    var maps = "/api/v1/namespaces/" + MeshWorld.namespaceOf(0) + "/configmaps";
    var name = "unrelated-" + System.nanoTime();
    long configMap =
        bytes(
            server.swarm(),
            () -> {
              api.create(
                  maps,
                  "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}"
                      .formatted(name));
              api.merge(maps + "/" + name, "{\"data\":{\"a\":\"b\"}}");
            });
    return annotation + configMap;
  }

  /**
   * Messages to those that endpoints don't concern when these change: to the half of the proxies
   * that dropped the name.
   */
  static long unconcerned(MeshServer server, int changes) throws IOException, InterruptedException {
    server.swarm().unsubscribe("eds", server.trigger().resource(), 2);
    Thread.sleep(WAIT);
    long strangers = 0;
    for (int i = 0; i < changes; i++) {
      strangers += server.trigger().pull(server.swarm(), 2);
    }
    return strangers;
  }

  /**
   * Bytes for each proxy that connects anew with what it knows. All were connected, and are again.
   */
  static double resumption(MeshServer server, int proxies)
      throws IOException, InterruptedException {
    server.swarm().disconnect();
    long bytes = bytes(server.swarm(), () -> server.swarm().connect(proxies, true));
    return (double) bytes / proxies;
  }
}
