/**
 * Sekisho's certificate authority: identities, certificates, trust bundles, the decision when to
 * renew, and the check of TLS key material that users bring. Pure but for key generation: time and
 * randomness come in as arguments, files are the caller's, and problems of what was read go out as
 * values. Everything here is immutable and safe to share between threads. Types that hold a private
 * key print redacted.
 */
@NullMarked
package dev.sekisho.certs;

import org.jspecify.annotations.NullMarked;
