package dev.sekisho.benchmarks.mesh;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param quick whether only to see that all works
 */
record MeshPlan(boolean quick) {

  private static final int CHANGES = 30;

  /** With fewer, p99 would be the slowest of all. */
  private static final int CHANGES_FOR_P99 = 200;

  private static final int SAMPLES = 30_000;

  Duration warmUp() {
    return Duration.ofSeconds(quick ? 2 : 100);
  }

  int warmUpProxies() {
    return quick ? 10 : 300;
  }

  /** More where proxies are few, so that CPU in steps of 10 ms says something. */
  int changes(int proxies) {
    return quick ? QUICK_CHANGES : Math.max(CHANGES_FOR_P99, SAMPLES / proxies);
  }

  private static final int QUICK_CHANGES = 3;

  /** Rounds in which all connect at once. */
  int rounds() {
    return quick ? 1 : 5;
  }

  /** Such rounds before, that don't count. */
  int roundsToWarmUp() {
    return quick ? 0 : 5;
  }

  int edits() {
    return quick ? 3 : CHANGES;
  }

  int editsToWarmUp() {
    return quick ? 1 : CHANGES;
  }

  int quietChanges() {
    return quick ? 3 : CHANGES;
  }
}
