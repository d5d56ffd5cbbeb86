package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.HeapHistogram;
import java.io.IOException;
import java.time.Duration;

/**
 * What a JVM's heap holds after a full collection.
 *
 * @param afterLoad bytes right after the last request: with the hosts that are reserved for objects
 *     that were let through and never came
 * @param atRest bytes once all reservations are over
 */
record LiveHeap(long afterLoad, long atRest) {

  /** A reservation holds for five seconds, and what is over is looked for every five. */
  private static final Duration REST = Duration.ofSeconds(15);

  /** Measures, waits without a request, and measures again. */
  static LiveHeap measure(long pid) throws IOException, InterruptedException {
    long afterLoad = HeapHistogram.liveBytes(pid);
    Thread.sleep(REST);
    return new LiveHeap(afterLoad, HeapHistogram.liveBytes(pid));
  }
}
