package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what is told of reviews, as lines. Thread-safe. */
final class RecordedTraces implements AdmissionTraces {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void decided(
      String path,
      Headers headers,
      AdmissionRequest request,
      AdmissionDecision decision,
      Duration took) {
    add(decision.getClass().getSimpleName(), path, headers, request, took);
  }

  @Override
  public void late(String path, Headers headers, AdmissionRequest request, Duration took) {
    add("late", path, headers, request, took);
  }

  @Override
  public void failed(
      String path, Headers headers, AdmissionRequest request, Throwable failure, Duration took) {
    add(failure.getClass().getSimpleName(), path, headers, request, took);
  }

  private void add(
      String outcome, String path, Headers headers, AdmissionRequest request, Duration took) {
    assertThat(took).isPositive();
    lines.add(
        "%s %s %s %s"
            .formatted(
                outcome, path, request.uid(), headers.value("traceparent").orElse("no trace")));
  }

  /** The next one. */
  String take() throws InterruptedException {
    var line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(line).as("what is told of a review, within %s", PATIENCE).isNotNull();
    return line;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }
}
