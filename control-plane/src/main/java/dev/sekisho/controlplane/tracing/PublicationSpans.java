package dev.sekisho.controlplane.tracing;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Makes a span of each publication that changed something for a proxy: from the first change that
 * was noticed, by the event {@code translating}, to the moment when all is handed to the
 * connections. How long proxies take from there is told by the metrics of ACKs. For the publishing
 * thread.
 */
final class PublicationSpans implements PublicationTraces {

  private static final AttributeKey<Long> RESOURCES =
      AttributeKey.longKey("sekisho.resources.changed");
  private static final AttributeKey<Long> SCOPES = AttributeKey.longKey("sekisho.scopes.changed");
  private static final AttributeKey<Long> PROXIES =
      AttributeKey.longKey("sekisho.proxies.connected");
  private static final AttributeKey<String> REVISION =
      AttributeKey.stringKey("sekisho.policy.revision");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Tracer tracer;
  private final InstantSource clock;
  private final IntSupplier proxies;

  /** Since the last publication: an addition for each scope that a resource is changed in. */
  private long resources;

  private long scopes;

  PublicationSpans(Tracer tracer, InstantSource clock, IntSupplier proxies) {
    this.tracer = tracer;
    this.clock = clock;
    this.proxies = proxies;
  }

  @Override
  public void began(ProxyScope scope, ResourceSnapshot snapshot) {
    long found = 0;
    for (var type : ResourceType.values()) {
      found += snapshot.resources(type).size();
    }
    add(found);
  }

  @Override
  public void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> changed) {
    long found = 0;
    for (var names : changed.values()) {
      found += names.size();
    }
    add(found);
  }

  private void add(long found) {
    resources += found;
    scopes += found == 0 ? 0 : 1;
  }

  @Override
  public void published(Times times, String revision) {
    if (resources > 0) {
      trace(times, revision, span -> {});
    }
  }

  @Override
  public void failed(Times times, String revision, Throwable failure) {
    trace(
        times,
        revision,
        span ->
            span.setAttribute(ERROR, failure.getClass().getName())
                .setStatus(StatusCode.ERROR, "internal error"));
  }

  private void trace(Times times, String revision, Consumer<Span> outcome) {
    var end = clock.instant();
    long now = System.nanoTime();
    var span =
        tracer
            .spanBuilder("publish")
            .setNoParent()
            .setStartTimestamp(before(end, now - times.noticed()))
            .startSpan();
    if (span.isRecording()) {
      span.addEvent("translating", before(end, now - times.taken()));
      span.setAttribute(RESOURCES, resources)
          .setAttribute(SCOPES, scopes)
          .setAttribute(PROXIES, proxies.getAsInt())
          .setAttribute(REVISION, revision);
      outcome.accept(span);
    }
    span.end(end);
    resources = 0;
    scopes = 0;
  }

  private static Instant before(Instant end, long nanos) {
    return end.minusNanos(nanos);
  }
}
