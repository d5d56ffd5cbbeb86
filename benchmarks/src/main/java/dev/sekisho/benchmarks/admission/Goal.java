package dev.sekisho.benchmarks.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that Sekisho must reach, and what it reached.
 *
 * @param asked in words, with the number
 * @param reached the number, with its unit
 */
record Goal(String asked, String reached, boolean met) {

  private static final double TIMES_TUTORIAL = 100;
  private static final double TIMES_INDEXED = 2;
  private static final double SHARE_OF_INDEXED = 1.0 / 3;
  private static final double SHARE_OF_EMPTY = 0.95;
  private static final double SHARE_OF_NO_OP = 0.80;
  private static final long HEAP_MIB = 64;
  private static final double EDIT_MILLIS = 100;
  private static final double BLAST_MILLIS = 500;

  /** The goals whose points were measured. */
  static List<Goal> of(Results results) {
    var goals = new ArrayList<Goal>();
    for (Measurement ours : results.ordered()) {
      if (ours.contender() == Contender.SEKISHO) {
        againstOthers(ours, results, goals);
      }
    }
    results.heaps().forEach((size, heap) -> heap(size, heap, goals));
    results.edits().forEach((size, times) -> edit(size, times, goals));
    results.blasts().forEach((size, times) -> blast(size, times, goals));
    return List.copyOf(goals);
  }

  private static void againstOthers(Measurement ours, Results results, List<Goal> goals) {
    var at = "at %,d Ingresses, %d connections: ".formatted(ours.existing(), ours.connections());
    other(results, Contender.OPA_TUTORIAL, ours)
        .filter(tutorial -> tutorial.existing() > 0)
        .ifPresent(
            tutorial ->
                goals.add(
                    atLeast(
                        at + "throughput, times the tutorial's",
                        ours.rate() / tutorial.rate(),
                        TIMES_TUTORIAL)));
    for (var peer : List.of(Contender.OPA_INDEXED, Contender.OPA_INDEXED_GOGC)) {
      other(results, peer, ours).ifPresent(indexed -> againstIndexed(at, ours, indexed, goals));
    }
    results
        .at(Contender.SEKISHO, 0, ours.connections())
        .filter(empty -> ours.existing() > 0)
        .ifPresent(
            empty ->
                goals.add(
                    atLeast(
                        at + "throughput, share of that at 0",
                        ours.rate() / empty.rate(),
                        SHARE_OF_EMPTY)));
    other(results, Contender.NO_OP, ours)
        .ifPresent(
            noOp ->
                goals.add(
                    atLeast(
                        at + "throughput, share of the no-op handler's",
                        ours.rate() / noOp.rate(),
                        SHARE_OF_NO_OP)));
  }

  private static void againstIndexed(
      String at, Measurement ours, Measurement indexed, List<Goal> goals) {
    var whose = " of \"" + indexed.contender().title() + "\"";
    goals.add(
        atLeast(
            at + "throughput, times that" + whose, ours.rate() / indexed.rate(), TIMES_INDEXED));
    goals.add(
        atMost(
            at + "CPU a request, share of that" + whose,
            ours.cpu() / indexed.cpu(),
            SHARE_OF_INDEXED));
    if (ours.connections() == 64) {
      goals.add(
          atMost(at + "p99, share of that" + whose, ours.p99() / indexed.p99(), SHARE_OF_INDEXED));
    }
  }

  private static Optional<Measurement> other(
      Results results, Contender contender, Measurement ours) {
    return results.at(contender, ours.existing(), ours.connections());
  }

  private static void heap(int size, LiveHeap heap, List<Goal> goals) {
    goals.add(
        atMost(
            "at %,d Ingresses: live heap, MiB; right after the load %s"
                .formatted(size, number(mebibytes(heap.afterLoad()))),
            mebibytes(heap.atRest()),
            HEAP_MIB));
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static void edit(int size, List<Double> times, List<Goal> goals) {
    goals.add(
        atMost(
            "at %,d Ingresses: a policy edit in force, ms, slowest of %d"
                .formatted(size, times.size()),
            times.getLast(),
            EDIT_MILLIS));
  }

  private static void blast(int size, List<Double> times, List<Goal> goals) {
    goals.add(
        atMost(
            "at %,d Ingresses: what a policy edit would do answered, ms, slowest of %d"
                .formatted(size, times.size()),
            times.getLast(),
            BLAST_MILLIS));
  }

  private static Goal atLeast(String what, double reached, double bound) {
    return new Goal(what + " (at least " + number(bound) + ")", number(reached), reached >= bound);
  }

  private static Goal atMost(String what, double reached, double bound) {
    return new Goal(what + " (at most " + number(bound) + ")", number(reached), reached <= bound);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 20 ? "%,.0f" : "%.2f", value);
  }
}
