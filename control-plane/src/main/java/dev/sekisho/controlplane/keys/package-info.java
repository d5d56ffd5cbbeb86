/** Key material on disk: the data directory, its modes, and what is reloaded from it. */
@NullMarked
package dev.sekisho.controlplane.keys;

import org.jspecify.annotations.NullMarked;
