/** What the control plane shows of itself to those who look for a fault: pages of JSON. */
@NullMarked
package dev.sekisho.controlplane.debug;

import org.jspecify.annotations.NullMarked;
