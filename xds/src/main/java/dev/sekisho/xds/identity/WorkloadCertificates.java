package dev.sekisho.xds.identity;

import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustBundle;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The authority as workloads use it. Thread-safe. */
public interface WorkloadCertificates {

  /** What a certificate for that identity is. */
  IssuanceProfile profile(SpiffeId identity);

  /**
   * A certificate for a key that is made for it; takes about a millisecond of a processor.
   *
   * @throws dev.sekisho.certs.CertificateAuthorityException if the authority can't issue now
   */
  IssuedCertificate issue(IssuanceProfile profile);

  /**
   * A certificate for a key that the workload keeps.
   *
   * @throws dev.sekisho.certs.CertificateAuthorityException if the authority can't issue now
   */
  Signed sign(IssuanceProfile profile, PublicKey key);

  /**
   * What was signed, and what vouches for it.
   *
   * @param chain leaf first, without the root
   * @param root the signer's
   * @param trust what workloads are to trust now
   */
  record Signed(List<X509Certificate> chain, X509Certificate root, TrustBundle trust) {
    public Signed {
      chain = List.copyOf(chain);
    }
  }

  /** What workloads are to trust now. */
  TrustBundle trust();

  /** The end of who signs now: nothing that is issued lives longer. */
  Instant issuerEnd();

  /**
   * Calls the listener, which must not block, on any thread after the trust bundle, or who signs,
   * has changed.
   *
   * @return ends it
   */
  Runnable onChange(Runnable listener);
}
