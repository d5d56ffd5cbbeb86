/** What webhook configurations should say, from what they say. Pure. */
@NullMarked
package dev.sekisho.controlplane.registration;

import org.jspecify.annotations.NullMarked;
