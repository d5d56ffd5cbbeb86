/**
 * The load run over TLS: Sekisho, OPA with two ways to find conflicts, and a server that does
 * nothing, side by side on the same objects and the same requests.
 */
@NullMarked
package dev.sekisho.benchmarks.admission;

import org.jspecify.annotations.NullMarked;
