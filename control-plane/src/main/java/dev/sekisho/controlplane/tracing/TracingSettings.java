package dev.sekisho.controlplane.tracing;

import java.net.URI;

/**
 * Where spans go, and which.
 *
 * @param endpoint the receiver's base, http or https; OTLP's path is added
 * @param sampleRatio of the traces that begin here, 0 to 1; those that a caller has begun are
 *     sampled if it says so
 * @param version this program's
 */
public record TracingSettings(URI endpoint, double sampleRatio, String version) {

  /** Where OTLP takes spans, under the base (OTLP specification 1.x, "OTLP/HTTP Request"). */
  public static final String PATH = "/v1/traces";

  public TracingSettings {
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new IllegalArgumentException("sampleRatio: " + sampleRatio + " (expected: 0 to 1)");
    }
  }

  /** Where spans are sent. */
  String url() {
    var base = endpoint.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH;
  }
}
