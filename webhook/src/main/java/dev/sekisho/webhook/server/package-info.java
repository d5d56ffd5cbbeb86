/**
 * The TLS server that the API server calls: HTTP, limits, deadlines, overload. Every request lives
 * on one event loop; what loops share is counted without locks.
 */
@NullMarked
package dev.sekisho.webhook.server;

import org.jspecify.annotations.NullMarked;
