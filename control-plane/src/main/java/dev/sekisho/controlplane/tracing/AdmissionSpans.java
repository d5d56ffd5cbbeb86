package dev.sekisho.controlplane.tracing;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.Decisions;
import dev.sekisho.webhook.server.AdmissionTraces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Makes a span of each review, below the API server's where that sends its trace along. Of an
 * object it says the kind and the namespace, of who wrote it nothing; the request's uid leads to
 * the decision log. Names of attributes are those of OpenTelemetry's semantic conventions for HTTP
 * where there are any.
 */
final class AdmissionSpans implements AdmissionTraces {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> UID = AttributeKey.stringKey("sekisho.request.uid");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("sekisho.operation");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("sekisho.kind");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("sekisho.namespace");
  private static final AttributeKey<Boolean> DRY_RUN = AttributeKey.booleanKey("sekisho.dry_run");
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("sekisho.verdict");
  private static final AttributeKey<String> REVISION =
      AttributeKey.stringKey("sekisho.policy.revision");

  private final Tracer tracer;
  private final InstantSource clock;

  AdmissionSpans(Tracer tracer, InstantSource clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  @Override
  public void decided(
      String path,
      Headers headers,
      AdmissionRequest request,
      AdmissionDecision decision,
      Duration took) {
    trace(
        path,
        headers,
        request,
        took,
        span ->
            span.setAttribute(STATUS, 200)
                .setAttribute(VERDICT, verdict(decision))
                .setAttribute(
                    REVISION, decision.auditAnnotations().getOrDefault(Decisions.REVISION, "")));
  }

  /** As the decision log names it. */
  private static String verdict(AdmissionDecision decision) {
    return switch (decision) {
      case AdmissionDecision.Allowed ignored -> "allowed";
      case AdmissionDecision.Patched ignored -> "patched";
      case AdmissionDecision.Denied ignored -> "denied";
    };
  }

  @Override
  public void late(String path, Headers headers, AdmissionRequest request, Duration took) {
    trace(
        path,
        headers,
        request,
        took,
        span ->
            span.setAttribute(STATUS, 200)
                .setAttribute(VERDICT, "undecided")
                .setAttribute(ERROR, "deadline")
                .setStatus(StatusCode.ERROR, "no decision in time"));
  }

  @Override
  public void failed(
      String path, Headers headers, AdmissionRequest request, Throwable failure, Duration took) {
    trace(
        path,
        headers,
        request,
        took,
        span ->
            span.setAttribute(STATUS, 500)
                .setAttribute(ERROR, failure.getClass().getName())
                .setStatus(StatusCode.ERROR, "internal error"));
  }

  private void trace(
      String path,
      Headers headers,
      AdmissionRequest request,
      Duration took,
      Consumer<Span> outcome) {
    var end = clock.instant();
    var parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, HeaderGetter.INSTANCE);
    var span =
        tracer
            .spanBuilder("POST " + path)
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setStartTimestamp(end.minus(took))
            .startSpan();
    if (span.isRecording()) {
      var subject = request.subject();
      span.setAttribute(METHOD, "POST")
          .setAttribute(ROUTE, path)
          .setAttribute(UID, request.uid())
          .setAttribute(OPERATION, subject.operation().name())
          .setAttribute(KIND, subject.kind().kind())
          .setAttribute(NAMESPACE, subject.namespace())
          .setAttribute(DRY_RUN, subject.dryRun());
      outcome.accept(span);
    }
    span.end(end);
  }
}
