/** Tests of the module as a whole. */
@NullMarked
package dev.sekisho.webhook;

import org.jspecify.annotations.NullMarked;
