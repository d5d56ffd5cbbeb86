package dev.sekisho.controlplane.tracing;

import dev.sekisho.webhook.server.AdmissionTraces;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** Lets OpenTelemetry read the headers of a request. */
enum HeaderGetter implements TextMapGetter<AdmissionTraces.Headers> {
  INSTANCE;

  @Override
  public @Nullable String get(AdmissionTraces.@Nullable Headers headers, String name) {
    return headers == null ? null : headers.value(name).orElse(null);
  }
}
