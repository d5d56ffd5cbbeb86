package dev.sekisho.benchmarks.mesh;

import java.io.IOException;

/**
 * A write to the API server that proxies are to be told of: an EndpointSlice whose second endpoint
 * moves to an address that none had before. For one thread.
 */
final class Trigger {

  private static final int PART = 100;

  private final KubeApi api;
  private final String path;
  private final int service;
  private final boolean named;
  private int changes;

  private Trigger(KubeApi api, String path, int service, boolean named) {
    this.api = api;
    this.path = path;
    this.service = service;
    this.named = named;
  }

  /** Of that Service: the new address is in what proxies are sent. */
  static Trigger ofService(KubeApi api, int service) {
    var slices = MeshWorld.slices(MeshWorld.namespaceOf(service));
    return new Trigger(api, slices + "/" + MeshWorld.nameOf(service), service, true);
  }

  /** Of the ceiling's own slice: what proxies are sent is always the same, about that Service. */
  static Trigger ofCeiling(KubeApi api, int service) {
    var path = MeshWorld.slices(MeshWorld.CEILING) + "/" + MeshWorld.CEILING;
    return new Trigger(api, path, service, false);
  }

  /** The resource that tells. */
  String resource() {
    return MeshWorld.clusterOf(service);
  }

  /**
   * Makes a change, and returns when all proxies that it is for ACKed it.
   *
   * @param every proxies whose number is a multiple of it; 1: all
   * @return how many messages others were sent meanwhile
   */
  long pull(Swarm swarm, int every) throws IOException, InterruptedException {
    var address = address(changes++);
    swarm.expect("eds", resource(), named ? address : "", every);
    var part = MeshWorld.endpointsWith(service, address);
    long since = System.nanoTime();
    api.merge(path, part);
    return swarm.await(since).path("strangers").asLong();
  }

  /** All of one width, so that none is the beginning of another. */
  static String address(int number) {
    return "10.64.%d.%d".formatted(PART + number / PART % PART, PART + number % PART);
  }
}
