package dev.sekisho.certs;

/**
 * What {@link RotationPolicy} looks at.
 *
 * @param current the certificate in use
 * @param wanted what would be issued in its place
 * @param trusted what its peers trust
 * @param jitter from 0 to below 1, drawn once for each certificate: how much earlier than at
 *     half-life it is renewed, in tenths of its life, so that many don't come at once; the
 *     constructor throws IllegalArgumentException for any other
 */
public record LeafState(
    IssuedCertificate current, IssuanceProfile wanted, TrustBundle trusted, double jitter) {
  public LeafState {
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter: %s (expected: >= 0, < 1)".formatted(jitter));
    }
  }
}
