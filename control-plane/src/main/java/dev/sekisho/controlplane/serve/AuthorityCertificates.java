package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.controlplane.keys.Authority;
import dev.sekisho.xds.identity.WorkloadCertificates;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Certificates of workloads, from the authority in force. */
final class AuthorityCertificates implements WorkloadCertificates {
  private final Authority authority;
  private final Duration life;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  AuthorityCertificates(Authority authority, Duration life, InstantSource clock) {
    this.authority = authority;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public IssuanceProfile profile(SpiffeId identity) {
    return IssuanceProfile.workload(identity, life);
  }

  @Override
  public IssuedCertificate issue(IssuanceProfile profile) {
    return authority.inForce().signer().issue(profile, clock.instant(), random);
  }

  @Override
  public Signed sign(IssuanceProfile profile, PublicKey key) {
    var inForce = authority.inForce();
    var signer = inForce.signer();
    return new Signed(
        signer.sign(profile, key, clock.instant(), random), signer.root(), inForce.trust());
  }

  @Override
  public TrustBundle trust() {
    return authority.inForce().trust();
  }

  @Override
  public Instant issuerEnd() {
    return authority.inForce().signer().notAfter();
  }

  @Override
  public Runnable onChange(Runnable listener) {
    return authority.onChange(listener);
  }
}
