/** Where what is served lies: written by whoever works it out, read by the streams. */
@NullMarked
package dev.sekisho.xds.store;

import org.jspecify.annotations.NullMarked;
