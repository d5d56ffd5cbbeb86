/**
 * Puts the model of sidecars into Envoy's words, beside the translation of gateways and with its
 * parts: one translator for each xDS type. Pure functions; equal models give equal bytes. Names are
 * Istio's, to the letter; only filters that stock Envoy has.
 */
@NullMarked
package dev.sekisho.xds.translate.sidecar;

import org.jspecify.annotations.NullMarked;
