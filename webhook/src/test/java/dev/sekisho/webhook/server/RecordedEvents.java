package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Keeps what the server reports, as lines. Thread-safe. */
final class RecordedEvents implements AdmissionServerEvents {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Override
  public void onDecision(
      String path, AdmissionRequest request, AdmissionDecision decision, Duration took) {
    assertThat(took).isPositive();
    lines.add(
        "decision " + request.uid() + " " + decision.getClass().getSimpleName() + " at " + path);
  }

  @Override
  public void onDeadline(
      String path, AdmissionRequest request, AdmissionDecision answer, Duration took) {
    lines.add("deadline " + request.uid() + " " + answer.getClass().getSimpleName());
  }

  @Override
  public void onRejected(int status, String reason) {
    lines.add("rejected " + status + " " + reason);
  }

  @Override
  public void onInternalError(Throwable failure) {
    failures.add(failure);
    lines.add("internal error");
  }

  @Override
  public void onConnectionFailed(String reason) {
    lines.add("connection " + reason);
  }

  List<String> lines() {
    return lines;
  }

  List<Throwable> failures() {
    return failures;
  }

  /** Waits until a line with this start is there. */
  void await(String start) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (lines.stream().noneMatch(line -> line.startsWith(start))) {
      assertThat(System.nanoTime())
          .as("waiting for the event '%s', have %s", start, lines)
          .isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
