/**
 * Verdicts without a cluster: objects from files are reviewed in order, as if each that is admitted
 * had been applied, and what was found is written for people and for other programs.
 */
@NullMarked
package dev.sekisho.controlplane.rehearsal;

import org.jspecify.annotations.NullMarked;
