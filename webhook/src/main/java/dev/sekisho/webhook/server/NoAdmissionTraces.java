package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import java.time.Duration;

/** Does nothing with it. */
final class NoAdmissionTraces implements AdmissionTraces {

  @Override
  public void decided(
      String path,
      Headers headers,
      AdmissionRequest request,
      AdmissionDecision decision,
      Duration took) {}

  @Override
  public void late(String path, Headers headers, AdmissionRequest request, Duration took) {}

  @Override
  public void failed(
      String path, Headers headers, AdmissionRequest request, Throwable failure, Duration took) {}
}
