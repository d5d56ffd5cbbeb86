/** What load runs have in common: processes and what these use, and the file of the results. */
@NullMarked
package dev.sekisho.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
