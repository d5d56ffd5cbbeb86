package dev.sekisho.benchmarks.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a run measured. Filled by one thread.
 *
 * @param heaps live heap of Sekisho, by the number of existing Ingresses
 * @param edits milliseconds until an edit of the policy was in force, likewise
 * @param blasts milliseconds until it was said what an edit would do, likewise
 */
record Results(
    List<Measurement> points,
    Map<Integer, LiveHeap> heaps,
    Map<Integer, List<Double>> edits,
    Map<Integer, List<Double>> blasts) {

  static Results empty() {
    return new Results(new ArrayList<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  Optional<Measurement> at(Contender contender, int existing, int connections) {
    return points.stream()
        .filter(
            p ->
                p.contender() == contender
                    && p.existing() == existing
                    && p.connections() == connections)
        .findFirst();
  }

  /** Those of one size and number of connections stand together, in the order of contenders. */
  List<Measurement> ordered() {
    return points.stream()
        .sorted(
            Comparator.comparingInt(Measurement::existing)
                .thenComparingInt(Measurement::connections)
                .thenComparing(Measurement::contender))
        .toList();
  }

  /** What must never be: answers that were wrong, or none. */
  List<String> failures() {
    return points.stream()
        .filter(p -> p.wrong() > 0 || p.errors() > 0)
        .map(
            p ->
                "%s at %d Ingresses, %d connections: %d wrong answers, %d errors: %s"
                    .formatted(
                        p.contender().title(),
                        p.existing(),
                        p.connections(),
                        p.wrong(),
                        p.errors(),
                        p.problems()))
        .toList();
  }
}
