/** Where Kubernetes objects come from: a cluster or a folder of manifests. Thin adapters. */
@NullMarked
package dev.sekisho.controlplane.source;

import org.jspecify.annotations.NullMarked;
