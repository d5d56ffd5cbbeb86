package dev.sekisho.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificates behind a leaf, without a key.
 *
 * @param shown the signer and the intermediates above it, in their order, without the root; empty
 *     if the signer is the root
 * @param anchor the root that vouches for them
 * @param roots what peers are to trust; the anchor is among them
 */
record IssuerChain(List<X509Certificate> shown, X509Certificate anchor, TrustBundle roots) {
  IssuerChain {
    shown = List.copyOf(shown);
  }

  static IssuerChain ofRoot(X509Certificate root) {
    return new IssuerChain(List.of(), root, new TrustBundle(List.of(root)));
  }

  X509Certificate signer() {
    return shown.isEmpty() ? anchor : shown.getFirst();
  }

  /** The latest of their starts. */
  Instant notBefore() {
    return all()
        .map(c -> c.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The earliest of their ends. */
  Instant notAfter() {
    return all().map(c -> c.getNotAfter().toInstant()).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Stream<X509Certificate> all() {
    return Stream.concat(shown.stream(), Stream.of(anchor));
  }
}
