package dev.sekisho.controlplane.tracing;

import dev.sekisho.webhook.server.AdmissionTraces;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Spans by OpenTelemetry's SDK. They wait in a queue that is bounded, and go out in batches on a
 * thread of the SDK's; what doesn't fit, and what can't be delivered, is lost.
 */
public final class OtlpTracing implements Tracing {

  private static final String SCOPE = "dev.sekisho";

  /** Spans, of about 1 KB each. */
  private static final int QUEUE = 2048;

  /** After which a batch goes out however small it is. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  /** Longer than all attempts at one batch, see {@link OtlpSender}. */
  private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(15);

  /** For what is left at the end: Pods have some seconds after their connections have drained. */
  static final Duration LAST_DELIVERY = Duration.ofSeconds(3);

  /** Longer than any name in Kubernetes; texts come from whoever called. */
  private static final int MAX_TEXT = 300;

  private final SdkTracerProvider provider;
  private final AdmissionTraces admission;
  private final PublicationTraces publications;

  private OtlpTracing(SdkTracerProvider provider, InstantSource clock, IntSupplier proxies) {
    this.provider = provider;
    var tracer = provider.get(SCOPE);
    this.admission = new AdmissionSpans(tracer, clock);
    this.publications = new PublicationSpans(tracer, clock, proxies);
  }

  /**
   * Starts; whether somebody receives shows later, in the log.
   *
   * @param replica what this one is called: in a cluster its Pod's name
   * @param proxies how many are connected
   */
  public static OtlpTracing start(
      TracingSettings settings, String replica, InstantSource clock, IntSupplier proxies) {
    var processor = batches(settings, new DeliveryLog(settings.url()));
    return start(settings, replica, clock, proxies, processor);
  }

  /** The same with spans that are processed otherwise. */
  static OtlpTracing start(
      TracingSettings settings,
      String replica,
      InstantSource clock,
      IntSupplier proxies,
      SpanProcessor processor) {
    return new OtlpTracing(provider(settings, replica, processor), clock, proxies);
  }

  private static SdkTracerProvider provider(
      TracingSettings settings, String replica, SpanProcessor processor) {
    var process =
        Attributes.builder()
            .put("service.name", "sekisho")
            .put("service.version", settings.version())
            .put("service.instance.id", replica)
            .build();
    return SdkTracerProvider.builder()
        .setResource(Resource.getDefault().merge(Resource.create(process)))
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampleRatio())))
        .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(MAX_TEXT).build())
        .addSpanProcessor(processor)
        .build();
  }

  /** Sends spans in batches. */
  static SpanProcessor batches(TracingSettings settings, DeliveryLog log) {
    LibraryLog.redirect();
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.url())
            .setMeterProvider(MeterProvider.noop())
            .setComponentLoader(OtlpSender.asComponent(log))
            .build();
    return BatchSpanProcessor.builder(exporter)
        .setMaxQueueSize(QUEUE)
        .setScheduleDelay(DELAY)
        .setExporterTimeout(BATCH_TIMEOUT)
        .build();
  }

  @Override
  public AdmissionTraces admission() {
    return admission;
  }

  @Override
  public PublicationTraces publications() {
    return publications;
  }

  @Override
  public void close() {
    provider.shutdown().join(LAST_DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
  }
}
