package dev.sekisho.benchmarks.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a run measured. Filled by one thread.
 *
 * @param counts by what was counted: bytes or messages that must not be
 * @param resumptions share of the first send's bytes that proxies were sent which knew all
 */
record MeshResults(
    List<ChangePoint> points,
    List<Burst> bursts,
    Map<String, Long> counts,
    List<Double> resumptions,
    List<PolicyEdits> edits) {

  static MeshResults empty() {
    return new MeshResults(
        new ArrayList<>(),
        new ArrayList<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Those of one point stand together. */
  List<ChangePoint> ordered() {
    return points.stream()
        .sorted(
            Comparator.comparingInt(ChangePoint::services)
                .thenComparingInt(ChangePoint::proxies)
                .thenComparing(ChangePoint::contender))
        .toList();
  }

  Optional<ChangePoint> point(Contender contender, int services, int proxies) {
    return points.stream()
        .filter(p -> p.contender() == contender)
        .filter(p -> p.services() == services && p.proxies() == proxies)
        .findFirst();
  }

  Optional<Burst> burst(Contender contender) {
    return bursts.stream().filter(b -> b.contender() == contender).findFirst();
  }
}
