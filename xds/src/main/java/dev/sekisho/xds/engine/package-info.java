/**
 * What proxies are served, kept up with what changes: a change costs what it reaches. Pure state
 * for one thread, without I/O and clocks; what comes out is published to the store of resources.
 */
@NullMarked
package dev.sekisho.xds.engine;

import org.jspecify.annotations.NullMarked;
