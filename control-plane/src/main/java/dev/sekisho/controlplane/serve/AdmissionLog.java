package dev.sekisho.controlplane.serve;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.Cause;
import dev.sekisho.webhook.server.AdmissionServerEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the webhook does and keeps its decisions. Nothing of an object but its kind, name,
 * namespace and field paths gets into logs or metrics.
 */
final class AdmissionLog implements AdmissionServerEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.admission");
  private static final int TOO_MANY = 429;

  private final Metrics metrics;
  private final DecisionLog decisions;
  private final InstantSource clock;

  AdmissionLog(Metrics metrics, DecisionLog decisions, InstantSource clock) {
    this.metrics = metrics;
    this.decisions = decisions;
    this.clock = clock;
  }

  @Override
  public void onDecision(
      String path, AdmissionRequest request, AdmissionDecision decision, Duration took) {
    add(path, request, Verdict.of(decision), decision, took);
  }

  @Override
  public void onDeadline(
      String path, AdmissionRequest request, AdmissionDecision answer, Duration took) {
    add(path, request, Verdict.UNDECIDED, answer, took);
  }

  private void add(
      String path,
      AdmissionRequest request,
      Verdict verdict,
      AdmissionDecision decision,
      Duration took) {
    var subject = request.subject();
    metrics.admission(
        path.substring(1),
        verdict.word(),
        KnownKinds.label(subject.kind().kind()),
        subject.operation().name().toLowerCase(Locale.ROOT),
        took);
    decisions.add(
        DecisionRecord.of(
            clock.instant(),
            path,
            request,
            verdict,
            fields(decision),
            decision.auditAnnotations(),
            took));
  }

  private static List<String> fields(AdmissionDecision decision) {
    return switch (decision) {
      case AdmissionDecision.Allowed ignored -> List.of();
      case AdmissionDecision.Patched ignored -> List.of();
      case AdmissionDecision.Denied denied ->
          denied.causes().stream().map(Cause::field).distinct().toList();
    };
  }

  @Override
  public void onConnectionFailed(String reason) {
    metrics.admissionConnectionFailed(reason);
    LOG.debug("connection failed: {}", reason);
  }

  @Override
  public void onRejected(int status, String reason) {
    metrics.admissionRejected(status);
    if (status == TOO_MANY) {
      // Writing a line for each would be more work than answering.
      LOG.debug("answered {}: {}", status, reason);
    } else {
      LOG.warn("answered {}: {}", status, reason);
    }
  }

  @Override
  public void onInternalError(Throwable failure) {
    metrics.admissionFailed();
    LOG.error("internal error: {}", Failures.withoutMessages(failure));
  }
}
