package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.RootState;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.StartupException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** The certificate authority that a data directory holds. */
public final class Authorities {

  /** The trust domain, if no other is configured. */
  public static final TrustDomain TRUST_DOMAIN = new TrustDomain("cluster.local");

  /** The roots; clients of the webhook and of xDS trust them. */
  public static final String ROOT_CERTIFICATE = "ca/root-cert.pem";

  private Authorities() {}

  /**
   * The authority of this directory; a new one if there is none yet. Two processes that start at
   * the same moment get the same one.
   *
   * @throws StartupException if what is there can't be used: nothing is overwritten then
   */
  public static CertificateAuthority loadOrCreate(
      DataDirectory directory, Instant now, SecureRandom random) {
    var kept =
        new FolderAuthorityStore(directory, InstantSource.fixed(now))
            .loadOrCreate(
                () -> RootState.of(CertificateAuthority.createRoot(TRUST_DOMAIN, now, random)));
    return kept.root().orElseThrow().state().current();
  }
}
