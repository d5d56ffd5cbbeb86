/** The tour for newcomers: the whole product on this machine, on a copy of the examples. */
@NullMarked
package dev.sekisho.controlplane.demo;

import org.jspecify.annotations.NullMarked;
