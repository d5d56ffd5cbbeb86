/**
 * Spans for whoever follows requests from one program to the next: what the webhook answered and
 * what proxies were sent, by OpenTelemetry's SDK, delivered by OTLP over HTTP. Nothing here waits
 * for the receiver but a bounded end. While it is off no class of OpenTelemetry is loaded: others
 * know the interfaces alone.
 */
@NullMarked
package dev.sekisho.controlplane.tracing;

import org.jspecify.annotations.NullMarked;
