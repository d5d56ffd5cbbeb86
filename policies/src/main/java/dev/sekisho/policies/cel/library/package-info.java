/**
 * The functions that Kubernetes adds to CEL, and one library of ours: one file for each library.
 * They answer what a kube-apiserver of version 1.35 answers. Pure functions.
 */
@NullMarked
package dev.sekisho.policies.cel.library;

import org.jspecify.annotations.NullMarked;
