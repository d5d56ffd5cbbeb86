/** Tests of reviews and decisions. */
@NullMarked
package dev.sekisho.webhook.review;

import org.jspecify.annotations.NullMarked;
