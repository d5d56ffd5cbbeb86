/**
 * Expressions in CEL: checked and compiled once, evaluated within a budget on trees of JSON, with
 * the answers that a kube-apiserver gives. Pure: no clock, no threads, no I/O.
 */
@NullMarked
package dev.sekisho.policies.cel.expression;

import org.jspecify.annotations.NullMarked;
