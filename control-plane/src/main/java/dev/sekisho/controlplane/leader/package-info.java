/** Which of the replicas writes what only one may write. */
@NullMarked
package dev.sekisho.controlplane.leader;

import org.jspecify.annotations.NullMarked;
