/**
 * Encoded xDS resources with content-hash versions, and the immutable snapshots of them that
 * streams are served from. Nothing here knows what a resource is about.
 */
@NullMarked
package dev.sekisho.xds.resources;

import org.jspecify.annotations.NullMarked;
