package dev.sekisho.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@link RotationPolicy} looks at.
 *
 * @param current the certificate in use
 * @param wanted what would be issued in its place
 * @param trusted what its peers trust
 * @param issuerEnd beyond which another would not live either, which is {@link
 *     CertificateAuthority#notAfter} of who signs now; empty: that of who signed this one
 * @param jitter from 0 to below 1, drawn once for each certificate: how much earlier than at
 *     half-life it is renewed, in tenths of its life, so that many don't come at once; the
 *     constructor throws IllegalArgumentException for any other
 */
public record LeafState(
    IssuedCertificate current,
    IssuanceProfile wanted,
    TrustBundle trusted,
    Optional<Instant> issuerEnd,
    double jitter) {
  public LeafState {
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter: %s (expected: >= 0, < 1)".formatted(jitter));
    }
  }

  /** One whose next issuer is that of the current certificate, as far as is known. */
  public LeafState(
      IssuedCertificate current, IssuanceProfile wanted, TrustBundle trusted, double jitter) {
    this(current, wanted, trusted, Optional.empty(), jitter);
  }

  /** The end of its own issuers, the root's among them. */
  Instant endOfIssuers(X509Certificate root) {
    var end = root.getNotAfter().toInstant();
    for (var issuer : current.chain().subList(1, current.chain().size())) {
      var its = issuer.getNotAfter().toInstant();
      end = its.isBefore(end) ? its : end;
    }
    return end;
  }
}
