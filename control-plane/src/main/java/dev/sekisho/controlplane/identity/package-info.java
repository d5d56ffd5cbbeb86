/**
 * Who a proxy is: tokens and client certificates, and the Pods that they stand for. The cluster is
 * asked through {@link dev.sekisho.controlplane.identity.TokenReviews} and {@link
 * dev.sekisho.controlplane.identity.PodDirectory}.
 */
@NullMarked
package dev.sekisho.controlplane.identity;

import org.jspecify.annotations.NullMarked;
