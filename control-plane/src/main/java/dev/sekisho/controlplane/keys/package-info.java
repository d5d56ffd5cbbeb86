/**
 * The certificate authority that is in force, the key pair that is served, and where both are kept:
 * a data directory, or through {@link dev.sekisho.controlplane.keys.AuthorityStore} elsewhere.
 */
@NullMarked
package dev.sekisho.controlplane.keys;

import org.jspecify.annotations.NullMarked;
