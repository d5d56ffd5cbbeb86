package dev.sekisho.controlplane.serve;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.server.AdmissionServerEvents;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts admission: of an object never more than its kind, name and namespace. */
final class AdmissionLog implements AdmissionServerEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.admission");

  private final Metrics metrics;

  AdmissionLog(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void onDecision(
      String path, AdmissionRequest request, AdmissionDecision decision, Duration duration) {
    String verdict =
        switch (decision) {
          case AdmissionDecision.Allowed ignored -> "allowed";
          case AdmissionDecision.Patched ignored -> "patched";
          case AdmissionDecision.Denied ignored -> "denied";
        };
    metrics.admission(verdict, kind(request), operation(request), duration);
    if (decision instanceof AdmissionDecision.Denied) {
      LOG.info("{} {}", verdict, request);
    } else {
      LOG.debug("{} {}", verdict, request);
    }
  }

  @Override
  public void onDeadline(
      String path, AdmissionRequest request, AdmissionDecision answer, Duration took) {
    metrics.admission("undecided", kind(request), operation(request), took);
    LOG.warn("not decided in time: {}", request);
  }

  @Override
  public void onConnectionFailed(String reason) {
    metrics.admissionConnectionFailed(reason);
    LOG.debug("connection failed: {}", reason);
  }

  @Override
  public void onRejected(int status, String reason) {
    metrics.admissionRejected(status);
    LOG.warn("answered {}: {}", status, reason);
  }

  @Override
  public void onInternalError(Throwable failure) {
    metrics.admissionFailed();
    LOG.error("internal error", failure);
  }

  /** Anyone who reaches the port may name kinds, and each would be kept for good. */
  private static String kind(AdmissionRequest request) {
    return request.subject().kind().kind().equals(Ingress.KIND) ? Ingress.KIND : "other";
  }

  private static String operation(AdmissionRequest request) {
    return request.subject().operation().name().toLowerCase(Locale.ROOT);
  }
}
