/** Tests of the server, most through its real socket. */
@NullMarked
package dev.sekisho.webhook.server;

import org.jspecify.annotations.NullMarked;
