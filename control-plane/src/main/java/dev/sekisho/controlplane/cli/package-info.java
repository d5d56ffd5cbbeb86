/** The command line. */
@NullMarked
package dev.sekisho.controlplane.cli;

import org.jspecify.annotations.NullMarked;
