/** The composition root: everything is wired here by hand. */
@NullMarked
package dev.sekisho.controlplane;

import org.jspecify.annotations.NullMarked;
