package dev.sekisho.controlplane.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.tracing.PublicationTraces.Times;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicationSpansTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final Tracing tracing =
      OtlpTracing.start(
          new TracingSettings(URI.create("http://unused:4318"), 1, "1.2.3"),
          "sekisho-0",
          () -> NOW,
          () -> 7,
          SimpleSpanProcessor.create(exported));
  private final PublicationTraces publications = tracing.publications();

  @AfterEach
  void close() {
    tracing.close();
  }

  /** Noticed a second ago, begun half a second after that. */
  private static Times times() {
    long now = System.nanoTime();
    return new Times(now - TimeUnit.SECONDS.toNanos(1), now - TimeUnit.MILLISECONDS.toNanos(500));
  }

  private SpanData only() {
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
    return exported.getFinishedSpanItems().getFirst();
  }

  private void changed(String namespace, String... clusters) {
    publications.changed(
        ProxyScope.ofSidecar(namespace),
        Map.of(ResourceType.CLUSTER, new TreeSet<>(Set.of(clusters))));
  }

  private static long number(SpanData span, String key) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(attribute -> attribute.getKey().getKey().equals(key))
        .mapToLong(attribute -> (Long) attribute.getValue())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPublicationIsASpanFromItsFirstChangeOn() {
    changed("shop", "a", "b");
    changed("pay", "a");
    publications.changed(ProxyScope.SIDECAR, Map.of());
    publications.published(times(), "abc");

    var span = only();
    assertThat(span.getName()).isEqualTo("publish");
    assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(Instant.ofEpochSecond(0, span.getEndEpochNanos())).isEqualTo(NOW);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
        .isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(30));
    assertThat(span.getEvents())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getName()).isEqualTo("translating");
              assertThat(event.getEpochNanos() - span.getStartEpochNanos())
                  .isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
            });
    assertThat(number(span, "sekisho.resources.changed")).isEqualTo(3);
    assertThat(number(span, "sekisho.scopes.changed")).isEqualTo(2);
    assertThat(number(span, "sekisho.proxies.connected")).isEqualTo(7);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("sekisho.policy.revision")))
        .isEqualTo("abc");
  }

  @Test
  void theNextOneCountsAnew() {
    changed("shop", "a", "b");
    publications.published(times(), "abc");
    exported.reset();
    changed("shop", "c");
    publications.published(times(), "abc");

    assertThat(number(only(), "sekisho.resources.changed")).isEqualTo(1);
    assertThat(number(only(), "sekisho.scopes.changed")).isEqualTo(1);
  }

  @Test
  void whatChangesNothingIsNone() {
    publications.changed(ProxyScope.SIDECAR, Map.of());
    publications.began(ProxyScope.SIDECAR, ResourceSnapshot.EMPTY);
    publications.published(times(), "abc");

    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aDefectIsAnErrorEvenIfNothingHadChangedBefore() {
    publications.failed(times(), "abc", new IllegalStateException("hunter2"));

    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(only().toString()).doesNotContain("hunter2");
  }
}
