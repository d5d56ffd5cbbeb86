package dev.sekisho.certs;

import java.time.Instant;
import java.util.Optional;

/**
 * An authority that a user plugs in takes the place of another. Pure, and thereby the same in all
 * replicas that see it since the same time.
 *
 * @param before who signed
 * @param trustBefore what was trusted
 * @param after who is to sign
 * @param since when {@code after} was first trusted
 */
public record AuthoritySwitch(
    CertificateAuthority before,
    TrustBundle trustBefore,
    CertificateAuthority after,
    Instant since) {

  /**
   * Who signs: the new one at once if its root was trusted already, else after {@link
   * CertificateLifetimes#propagation}, or when the one before has ended.
   */
  public CertificateAuthority signer(CertificateLifetimes lifetimes, Instant now) {
    return now.isBefore(signing(lifetimes)) ? before : after;
  }

  private Instant signing(CertificateLifetimes lifetimes) {
    if (trustBefore.roots().contains(after.root())) {
      return Instant.MIN;
    }
    var due = since.plus(lifetimes.propagation());
    return due.isBefore(before.notAfter()) ? due : before.notAfter();
  }

  private Instant end(CertificateLifetimes lifetimes) {
    return since.plus(lifetimes.propagation()).plus(lifetimes.overlap());
  }

  /** What is trusted: both, until what the one before has signed has ended. */
  public TrustBundle trust(CertificateLifetimes lifetimes, Instant now) {
    return now.isBefore(end(lifetimes))
        ? after.trustBundle().and(trustBefore)
        : after.trustBundle();
  }

  /** When one of the two answers changes next; empty once it is over. */
  public Optional<Instant> nextChange(CertificateLifetimes lifetimes, Instant now) {
    if (now.isBefore(signing(lifetimes))) {
      return Optional.of(signing(lifetimes));
    }
    return Optional.of(end(lifetimes)).filter(now::isBefore);
  }
}
