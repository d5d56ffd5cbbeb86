/**
 * Policy documents as text turned into the model, strictly and with every problem at its place, and
 * the book of the policies in force. Pure values and plain objects; no I/O, no clock.
 */
@NullMarked
package dev.sekisho.policies.parse;

import org.jspecify.annotations.NullMarked;
