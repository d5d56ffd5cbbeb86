@NullMarked
package dev.sekisho.webhook.mutate;

import org.jspecify.annotations.NullMarked;
