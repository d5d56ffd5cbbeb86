/**
 * Puts sidecars into Pods: which Pods get one, what it is asked by annotations, and the Pod with
 * it. Pure functions on JSON trees, which they never change: no clock, no I/O, no logging. What the
 * proxy is started with comes from outside, as text.
 */
@NullMarked
package dev.sekisho.webhook.inject;

import org.jspecify.annotations.NullMarked;
