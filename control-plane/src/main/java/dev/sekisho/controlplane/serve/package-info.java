/** The running control plane: servers, the thread that owns the model, metrics, admin port. */
@NullMarked
package dev.sekisho.controlplane.serve;

import org.jspecify.annotations.NullMarked;
