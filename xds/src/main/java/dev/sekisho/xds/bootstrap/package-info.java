/**
 * The bootstrap that an Envoy is started with: who it is, and how it reaches Sekisho. Pure
 * functions from options to text; nothing here reads or writes a file.
 */
@NullMarked
package dev.sekisho.xds.bootstrap;

import org.jspecify.annotations.NullMarked;
