/**
 * Puts the intermediate model into Envoy's words: one translator for each xDS type, free of
 * decisions about Kubernetes. Pure functions; equal models give equal bytes. Only filters that
 * stock Envoy has.
 */
@NullMarked
package dev.sekisho.xds.translate;

import org.jspecify.annotations.NullMarked;
