/**
 * What admission adds to objects, and how it is told to the API server: patches between trees. Pure
 * functions on JSON trees, which they never change: no clock, no I/O, no logging.
 */
@NullMarked
package dev.sekisho.webhook.mutate;

import org.jspecify.annotations.NullMarked;
