/**
 * Kubernetes objects as the project's own records, read defensively from JSON trees. No Kubernetes
 * client, no I/O.
 */
@NullMarked
package dev.sekisho.policies.objects;

import org.jspecify.annotations.NullMarked;
