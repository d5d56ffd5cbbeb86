/**
 * What a gateway is configured from, and the intermediate model of what it does: virtual hosts,
 * routes, TLS chains, clusters. The rules of Kubernetes are decided here; no Envoy message appears.
 * Pure: no I/O, no clock.
 */
@NullMarked
package dev.sekisho.xds.model;

import org.jspecify.annotations.NullMarked;
