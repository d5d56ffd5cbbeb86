package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.HeapHistogram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All measurements at one number of Services. The contenders take turns in short blocks, each with
 * proxies of its own.
 */
final class MeshRun {

  private static final int BLOCKS = 3;

  private final MeshPlan plan;
  private final List<MeshServer> servers;
  private final int services;
  private final MeshResults results;
  private final Map<Contender, Long> heapWithout = new HashMap<>();

  MeshRun(MeshPlan plan, List<MeshServer> servers, int services, MeshResults results) {
    this.plan = plan;
    this.servers = servers;
    this.services = services;
    this.results = results;
  }

  /** Whatever compiles or caches shall have done so. */
  void warmUp() throws IOException, InterruptedException {
    for (MeshServer server : servers) {
      long end = System.nanoTime() + plan.warmUp().toNanos();
      while (System.nanoTime() < end) {
        server.swarm().connect(plan.warmUpProxies(), false);
        long part = System.nanoTime() + plan.warmUp().toNanos() / 4;
        while (System.nanoTime() < part) {
          server.trigger().pull(server.swarm(), 1);
        }
        server.swarm().disconnect();
      }
      Thread.sleep(Duration.ofSeconds(1));
      heapWithout.put(server.contender(), HeapHistogram.liveBytes(server.process().pid()));
    }
  }

  void changes(int proxies) throws IOException, InterruptedException {
    int block = Math.ceilDiv(plan.changes(proxies), BLOCKS);
    var measured = new ArrayList<EndpointChanges>();
    for (MeshServer server : servers) {
      server.swarm().connect(proxies, false);
      measured.add(new EndpointChanges(server, services, proxies));
    }
    for (int i = 0; i < BLOCKS; i++) {
      for (EndpointChanges each : measured) {
        each.block(block);
      }
    }
    for (int i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      var point = measured.get(i).result(heapWithout.getOrDefault(server.contender(), 0L));
      results.points().add(point);
      System.out.printf(
          "%-8s %,6d proxies %,6d Services: p50 %.1f ms  p99 %.1f ms  %.1f µs CPU  heap %.1f KiB%n",
          server.contender().title(),
          proxies,
          services,
          point.p50(),
          point.p99(),
          point.cpu(),
          point.heap() / 1024);
      server.swarm().disconnect();
    }
  }

  void atOnce(int proxies) throws IOException, InterruptedException {
    for (int i = 0; i < plan.roundsToWarmUp(); i++) {
      for (MeshServer server : servers) {
        Burst.round(server, services, proxies);
        server.swarm().disconnect();
      }
    }
    var rounds = new HashMap<Contender, List<Burst>>();
    for (int i = 0; i < plan.rounds(); i++) {
      for (MeshServer server : servers) {
        var burst = Burst.round(server, services, proxies);
        rounds.computeIfAbsent(server.contender(), c -> new ArrayList<>()).add(burst);
        if (server.contender() == Contender.SEKISHO && i == 0) {
          results.resumptions().add(Quiet.resumption(server, proxies) / burst.bytes());
        }
        server.swarm().disconnect();
      }
    }
    rounds.values().forEach(all -> results.bursts().add(Burst.median(all)));
  }

  void quiet(int proxies, KubeApi api) throws IOException, InterruptedException {
    for (MeshServer server : servers) {
      if (server.contender() == Contender.SEKISHO) {
        server.swarm().connect(proxies, false);
        results
            .counts()
            .merge(
                "a Pod's annotation, a ConfigMap: bytes sent",
                Quiet.unrelated(server, api),
                Long::sum);
        results
            .counts()
            .merge(
                "endpoints change: messages to proxies that dropped their name",
                Quiet.unconcerned(server, plan.quietChanges()),
                Long::sum);
        server.swarm().disconnect();
      }
    }
  }
}
