/**
 * What sidecars are configured from, and the intermediate model of what they do with connections of
 * their applications: the ports of Services, what these speak, and who answers there. The rules of
 * Kubernetes are decided here; no Envoy message appears. Pure: no I/O, no clock.
 */
@NullMarked
package dev.sekisho.xds.model.sidecar;

import org.jspecify.annotations.NullMarked;
