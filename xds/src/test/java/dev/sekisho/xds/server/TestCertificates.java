package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.identity.WorkloadCertificates;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates of an authority that can be replaced. */
final class TestCertificates implements WorkloadCertificates {
  private final SecureRandom random = new SecureRandom();
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private final InstantSource clock;
  private volatile CertificateAuthority signer;
  private volatile TrustBundle trust;

  TestCertificates(CertificateAuthority authority, InstantSource clock) {
    this.signer = authority;
    this.trust = authority.trustBundle();
    this.clock = clock;
  }

  void replace(CertificateAuthority authority, TrustBundle bundle) {
    signer = authority;
    trust = bundle;
    listeners.forEach(Runnable::run);
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public IssuanceProfile profile(SpiffeId identity) {
    return IssuanceProfile.workload(identity);
  }

  @Override
  public IssuedCertificate issue(IssuanceProfile profile) {
    return signer.issue(profile, clock.instant(), random);
  }

  @Override
  public Signed sign(IssuanceProfile profile, PublicKey key) {
    return new Signed(signer.sign(profile, key, clock.instant(), random), signer.root(), trust);
  }

  @Override
  public TrustBundle trust() {
    return trust;
  }

  @Override
  public Instant issuerEnd() {
    return signer.notAfter();
  }

  @Override
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
