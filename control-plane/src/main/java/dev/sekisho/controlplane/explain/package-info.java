/** Why an object is admitted or not, and served or not: what is known, in words. */
@NullMarked
package dev.sekisho.controlplane.explain;

import org.jspecify.annotations.NullMarked;
