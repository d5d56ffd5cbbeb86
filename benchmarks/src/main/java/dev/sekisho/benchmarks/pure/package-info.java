/**
 * JMH benchmarks of what is pure: a verdict, a change of the ledger, a policy's text, an object's
 * claims, what sidecars are served.
 */
@NullMarked
package dev.sekisho.benchmarks.pure;

import org.jspecify.annotations.NullMarked;
