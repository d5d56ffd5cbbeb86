/** The policies in force: what they match and what they say. Immutable values, no I/O, no clock. */
@NullMarked
package dev.sekisho.policies.model;

import org.jspecify.annotations.NullMarked;
