package dev.sekisho.benchmarks.pure;

import dev.sekisho.benchmarks.admission.Workload;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Verdicts, and changes of the ledger, with so many Ingresses there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReviewBenchmark {

  private static final int NEW = 1_000_000_001;

  @Param({"0", "7000", "50000"})
  private int ingresses;

  private final Ingress granted = FilledLedger.ingress(NEW);
  private final Ingress unlisted = FilledLedger.asking(NEW, "www.evilcorp.com");
  private final Ingress taken = FilledLedger.asking(NEW, Workload.hostOf(0));
  private FilledLedger ledger = new FilledLedger(0);

  @Setup
  public void fill() {
    ledger = new FilledLedger(ingresses);
  }

  /** What nine in ten requests of the load run are. */
  @Benchmark
  public List<Violation> reviewGranted() {
    return ledger.review(granted);
  }

  @Benchmark
  public List<Violation> reviewUnlisted() {
    return ledger.review(unlisted);
  }

  /** A conflict, unless nothing is there. */
  @Benchmark
  public List<Violation> reviewTaken() {
    return ledger.review(taken);
  }

  /** An object that comes and goes. */
  @Benchmark
  public void putAndRemove() {
    ledger.put(granted);
    ledger.remove(granted);
  }
}
