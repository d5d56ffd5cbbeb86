package dev.sekisho.benchmarks.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that Sekisho must reach, and what it reached.
 *
 * @param asked in words, with the number
 * @param reached the number, with its unit
 */
record MeshGoal(String asked, String reached, boolean met) {

  private static final double TIMES_CEILING = 1.4;
  private static final double TIMES_CEILING_AT_ONCE = 1.3;
  private static final double HEAP_KIB = 64;
  private static final double RESIDENT_MB = 345;
  private static final double RESUMPTION_SHARE = 0.05;
  private static final double EDIT_MILLIS = 100;
  private static final int MEMORY_POINT = 1_000;

  /** The goals whose points were measured. */
  static List<MeshGoal> of(MeshResults results) {
    var goals = new ArrayList<MeshGoal>();
    for (ChangePoint point : results.ordered()) {
      if (point.contender() == Contender.SEKISHO) {
        results
            .point(Contender.CEILING, point.services(), point.proxies())
            .ifPresent(ceiling -> changes(point, ceiling, goals));
      }
    }
    results
        .point(Contender.SEKISHO, MEMORY_POINT, MEMORY_POINT)
        .ifPresent(point -> memory(point, goals));
    results.burst(Contender.SEKISHO).ifPresent(ours -> burst(ours, results, goals));
    for (double share : results.resumptions()) {
      goals.add(
          atMost(
              "connecting anew with what is known: bytes, share of the first send's",
              share,
              RESUMPTION_SHARE));
    }
    results.edits().forEach(edits -> edits(edits, goals));
    results.counts().forEach((what, count) -> goals.add(atMost(what, count, 0)));
    return List.copyOf(goals);
  }

  private static void changes(ChangePoint ours, ChangePoint ceiling, List<MeshGoal> goals) {
    var at = "%,d proxies, %,d Services: ".formatted(ours.proxies(), ours.services());
    goals.add(atMost(at + "p99, times the ceiling's", ours.p99() / ceiling.p99(), TIMES_CEILING));
    goals.add(
        atMost(at + "CPU a proxy, times the ceiling's", ours.cpu() / ceiling.cpu(), TIMES_CEILING));
  }

  private static void memory(ChangePoint point, List<MeshGoal> goals) {
    var at = "%,d proxies, %,d Services: ".formatted(point.proxies(), point.services());
    goals.add(atMost(at + "live heap a proxy, KiB", point.heap() / 1024, HEAP_KIB));
    goals.add(atMost(at + "RSS, MB", point.resident() / 1e6, RESIDENT_MB));
  }

  private static void burst(Burst ours, MeshResults results, List<MeshGoal> goals) {
    var at = "%,d at once, %,d Services: ".formatted(ours.proxies(), ours.services());
    results
        .burst(Contender.CEILING)
        .ifPresent(
            ceiling -> {
              goals.add(
                  atMost(
                      at + "until all are configured, times the ceiling's",
                      ours.seconds() / ceiling.seconds(),
                      TIMES_CEILING_AT_ONCE));
              goals.add(
                  atMost(
                      at + "CPU, times the ceiling's",
                      ours.cpuSeconds() / ceiling.cpuSeconds(),
                      TIMES_CEILING_AT_ONCE));
            });
    goals.add(atMost(at + "streams refused", ours.refused(), 0));
  }

  private static void edits(PolicyEdits edits, List<MeshGoal> goals) {
    goals.add(
        atMost(
            "policy edit to routes on %,d gateways, %d times: p50 %s ms, p99 ms"
                .formatted(edits.proxies(), edits.edits(), number(edits.p50())),
            edits.p99(),
            EDIT_MILLIS));
    goals.add(
        atMost(
            "endpoints change that no gateway's route leads to: bytes sent to gateways",
            (double) edits.strangers(),
            0));
  }

  private static MeshGoal atMost(String what, double reached, double bound) {
    return new MeshGoal(
        what + " (at most " + number(bound) + ")", number(reached), reached <= bound);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, value >= 20 ? "%,.0f" : "%.2f", value);
  }
}
