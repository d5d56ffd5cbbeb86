package dev.sekisho.benchmarks.mesh;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param quick whether only to see that all works
 */
record MeshPlan(boolean quick) {

  private static final int CHANGES = 30;
  private static final int SAMPLES = 30_000;

  Duration warmUp() {
    return Duration.ofSeconds(quick ? 2 : 100);
  }

  int warmUpProxies() {
    return quick ? 10 : 300;
  }

  /** At least thirty; more where proxies are few, so that CPU in steps of 10 ms says something. */
  int changes(int proxies) {
    return quick ? QUICK_CHANGES : Math.max(CHANGES, SAMPLES / proxies);
  }

  private static final int QUICK_CHANGES = 3;

  /** Rounds in which all connect at once. */
  int rounds() {
    return quick ? 1 : 3;
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
