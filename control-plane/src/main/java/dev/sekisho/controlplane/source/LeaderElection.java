package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.leader.Leadership;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one of the replicas by a Lease, as Kubernetes' own controllers do. Who can't renew it in
 * time stops to lead before another may start, also while a request hangs; it then stands again,
 * without end. Thread-safe.
 */
public final class LeaderElection implements Leadership, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.leader");
  private static final String LEASE = "sekisho";

  /**
   * The usual times of Kubernetes' controllers, but that candidates look twice as often: a released
   * Lease is taken within a second.
   */
  private static final Times USUAL =
      new Times(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  /** A shutdown doesn't wait longer for an API server that doesn't answer. */
  private static final Duration RELEASE = Duration.ofSeconds(2);

  /**
   * @param lease how long others leave an unrenewed Lease alone
   * @param deadline how long after its last renewal a leader leads; less than that
   * @param renewal between a leader's renewals
   * @param retry between others' attempts
   */
  record Times(Duration lease, Duration deadline, Duration renewal, Duration retry) {
    Times {
      if (deadline.compareTo(lease) >= 0 || renewal.compareTo(deadline) >= 0) {
        throw new IllegalArgumentException(
            "times: lease %s, deadline %s, renewal %s (expected: falling)"
                .formatted(lease, deadline, renewal));
      }
    }
  }

  private final String identity;
  private final String namespace;
  private final Candidate candidate;
  private final Times times;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Its attempts may hang; the other thread tells in time that leadership is over. */
  private final ScheduledThreadPoolExecutor attempts = executor("leader");

  private final ScheduledThreadPoolExecutor watchdog = executor("leader-watchdog");

  private volatile boolean held;
  private volatile long leadsUntil;

  // Guarded by this.
  private boolean told;

  // Of the thread of attempts.
  private String said = "";

  LeaderElection(
      LeaseStore store, String namespace, String identity, Times times, InstantSource clock) {
    this.identity = identity;
    this.namespace = namespace;
    this.candidate = new Candidate(store, identity, times.lease());
    this.times = times;
    this.clock = clock;
  }

  /**
   * Doesn't stand yet.
   *
   * @param namespace Sekisho's own, where the Lease is
   * @param identity no other process's; a process that is started again may lead at once if it has
   *     that of before
   */
  public static LeaderElection open(
      KubernetesConnection connection, String namespace, String identity) {
    return new LeaderElection(
        new KubernetesLease(connection.client(), namespace, LEASE),
        namespace,
        identity,
        USUAL,
        InstantSource.system());
  }

  private static ScheduledThreadPoolExecutor executor(String name) {
    var executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Stands from now on; call it when this process can do a leader's work. */
  public void start() {
    attempts.execute(this::attempt);
  }

  @Override
  public boolean isLeader() {
    return held && System.nanoTime() - leadsUntil < 0;
  }

  @Override
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void attempt() {
    try {
      long nanos = System.nanoTime();
      switch (candidate.attempt(nanos, clock.instant())) {
        case Candidate.Outcome.Held ignored -> leadFrom(nanos);
        case Candidate.Outcome.HeldBy(var other) -> {
          held = false;
          say(other + " leads", LOG::info);
        }
        case Candidate.Outcome.Contended ignored -> {
          // Whoever leads does so until its deadline; the next attempt will tell.
        }
      }
    } catch (RuntimeException e) { // the client's
      say(problem(e), LOG::warn);
    } finally {
      tell();
      again();
    }
  }

  private void leadFrom(long nanos) {
    leadsUntil = nanos + times.deadline().toNanos();
    held = true;
    said = "";
    schedule(watchdog, this::tell, times.deadline().plusMillis(1));
  }

  private void again() {
    schedule(attempts, this::attempt, isLeader() ? times.renewal() : times.retry());
  }

  private static void schedule(ScheduledThreadPoolExecutor on, Runnable task, Duration delay) {
    try {
      var unused = on.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed"); // nothing is left to be done
    }
  }

  /** Once for as long as it lasts. */
  private void say(String text, Consumer<String> log) {
    if (!text.equals(said)) {
      said = text;
      log.accept(text);
    }
  }

  private String problem(RuntimeException e) {
    boolean forbidden =
        e instanceof KubernetesClientException refused
            && refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    return forbidden
        ? "nobody is elected: not allowed to get, create and update leases.coordination.k8s.io"
            + " in namespace "
            + namespace
            + "; nothing is written to the cluster"
        : "leader election: " + KubernetesConnection.reason(e) + "; trying again";
  }

  private synchronized void tell() {
    boolean leads = isLeader();
    if (leads == told) {
      return;
    }
    told = leads;
    LOG.info(leads ? "{} leads now: this replica" : "{} leads no longer: this replica", identity);
    listeners.forEach(Runnable::run);
  }

  /** Stops to lead, and leaves the Lease free for the next. */
  @Override
  public void close() {
    boolean release = held;
    held = false;
    attempts.shutdown(); // not now: a renewal on its way would come after the release
    watchdog.shutdownNow();
    tell();
    if (release) {
      var released = new CompletableFuture<Void>();
      Thread.ofVirtual()
          .name("release-lease")
          .start(
              () -> {
                try {
                  var unused = attempts.awaitTermination(RELEASE.toMillis(), TimeUnit.MILLISECONDS);
                  candidate.release(clock.instant());
                } catch (RuntimeException e) {
                  LOG.info("the Lease isn't released: {}", KubernetesConnection.reason(e));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  released.complete(null);
                }
              });
      try {
        released.get(RELEASE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.info("the Lease isn't released: the API server doesn't answer");
      }
    }
  }
}
