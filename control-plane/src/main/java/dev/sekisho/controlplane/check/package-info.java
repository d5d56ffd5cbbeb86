/**
 * Whether a cluster is fit for Sekisho and Sekisho is well in it, from what was read of it. Pure.
 */
@NullMarked
package dev.sekisho.controlplane.check;

import org.jspecify.annotations.NullMarked;
