/** What the cluster looks like now and what follows from it. One thread owns it; no I/O. */
@NullMarked
package dev.sekisho.controlplane.state;

import org.jspecify.annotations.NullMarked;
