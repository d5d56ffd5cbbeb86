package dev.sekisho.controlplane.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.DenialReason;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionSpansTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final Duration TOOK = Duration.ofMillis(2);
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final Tracing tracing = tracing(1);

  private Tracing tracing(double sampleRatio) {
    return OtlpTracing.start(
        new TracingSettings(URI.create("http://unused:4318"), sampleRatio, "1.2.3"),
        "sekisho-0",
        () -> NOW,
        () -> 0,
        SimpleSpanProcessor.create(exported));
  }

  @AfterEach
  void close() {
    tracing.close();
  }

  private SpanData only() {
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
    return exported.getFinishedSpanItems().getFirst();
  }

  private static Map<String, Object> attributes(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().getKey(), Map.Entry::getValue));
  }

  private void decided(AdmissionDecision decision) {
    tracing.admission().decided("/validate", Reviewed.BARE, Reviewed.request(), decision, TOOK);
  }

  @Test
  void aDecisionIsASpanWithoutTheObjectAndItsUser() {
    decided(Reviewed.ALLOWED);

    var span = only();
    assertThat(span.getName()).isEqualTo("POST /validate");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()))
        .isEqualTo(TOOK);
    assertThat(Instant.ofEpochSecond(0, span.getEndEpochNanos())).isEqualTo(NOW);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(attributes(span))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("http.request.method", "POST"),
                Map.entry("http.route", "/validate"),
                Map.entry("http.response.status_code", 200L),
                Map.entry("sekisho.request.uid", "uid-1"),
                Map.entry("sekisho.operation", "UPDATE"),
                Map.entry("sekisho.kind", "Pod"),
                Map.entry("sekisho.namespace", "qa"),
                Map.entry("sekisho.dry_run", true),
                Map.entry("sekisho.verdict", "allowed"),
                Map.entry("sekisho.policy.revision", "abc")));
    assertThat(span.getResource().getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("service.name"), "sekisho")
        .containsEntry(AttributeKey.stringKey("service.version"), "1.2.3")
        .containsEntry(AttributeKey.stringKey("service.instance.id"), "sekisho-0");
  }

  @Test
  void aDenialIsNoError() {
    decided(
        new AdmissionDecision.Denied(
            DenialReason.FORBIDDEN,
            "no hunter2 here",
            List.of(),
            List.of(),
            new TreeMap<>(Map.of("revision", "abc", "rules", "p:r"))));

    assertThat(attributes(only())).containsEntry("sekisho.verdict", "denied");
    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(only().toString()).doesNotContain("hunter2", "jane", "web");
  }

  @Test
  void aDeadlineAndADefectAreErrors() {
    tracing.admission().late("/mutate", Reviewed.BARE, Reviewed.request(), TOOK);
    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(only()))
        .containsEntry("sekisho.verdict", "undecided")
        .containsEntry("error.type", "deadline")
        .doesNotContainKey("sekisho.policy.revision");
    exported.reset();

    tracing
        .admission()
        .failed(
            "/mutate",
            Reviewed.BARE,
            Reviewed.request(),
            new IllegalStateException("hunter2"),
            TOOK);
    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(only()))
        .containsEntry("http.response.status_code", 500L)
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .doesNotContainKey("sekisho.verdict");
    assertThat(only().toString()).as("messages may quote objects").doesNotContain("hunter2");
  }

  @Test
  void theCallersTraceGoesOn() {
    tracing
        .admission()
        .decided(
            "/validate",
            Reviewed.traceparent("00-" + TRACE_ID + "-" + SPAN_ID + "-01"),
            Reviewed.request(),
            Reviewed.ALLOWED,
            TOOK);

    assertThat(only().getTraceId()).isEqualTo(TRACE_ID);
    assertThat(only().getParentSpanId()).isEqualTo(SPAN_ID);
    assertThat(only().getParentSpanContext().isRemote()).isTrue();
  }

  @Test
  void theCallerSaysWhetherItsTraceIsSampledAndTheRatioWhetherOthersAre() {
    var none = tracing(0);
    var sampled = Reviewed.traceparent("00-" + TRACE_ID + "-" + SPAN_ID + "-01");
    var unsampled = Reviewed.traceparent("00-" + TRACE_ID + "-" + SPAN_ID + "-00");

    none.admission().decided("/a", Reviewed.BARE, Reviewed.request(), Reviewed.ALLOWED, TOOK);
    none.admission().decided("/b", sampled, Reviewed.request(), Reviewed.ALLOWED, TOOK);
    tracing.admission().decided("/c", unsampled, Reviewed.request(), Reviewed.ALLOWED, TOOK);

    assertThat(only().getName()).isEqualTo("POST /b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "00-" + TRACE_ID + "-" + SPAN_ID,
        "00-00000000000000000000000000000000-" + SPAN_ID + "-01",
        "ff-" + TRACE_ID + "-" + SPAN_ID + "-01",
        "00-" + TRACE_ID + "-" + SPAN_ID + "-01\r\nx: y",
      })
  void aBrokenHeaderBeginsATraceOfOurOwn(String header) {
    tracing
        .admission()
        .decided(
            "/validate", Reviewed.traceparent(header), Reviewed.request(), Reviewed.ALLOWED, TOOK);

    assertThat(only().getTraceId()).isNotEqualTo(TRACE_ID);
    assertThat(only().getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void whatACallerMakesUpIsCut() {
    tracing
        .admission()
        .decided(
            "/validate",
            Reviewed.BARE,
            Reviewed.request("K".repeat(100_000), "n".repeat(100_000)),
            Reviewed.ALLOWED,
            TOOK);

    assertThat(attributes(only()).values())
        .allSatisfy(value -> assertThat(value.toString()).hasSizeLessThan(301));
  }
}
