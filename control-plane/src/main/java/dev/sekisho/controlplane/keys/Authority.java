package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.TrustBundle;

/**
 * The certificate authority as those see it who need certificates: it changes while they run, when
 * its root is rotated or a user plugs in another. Thread-safe.
 */
public interface Authority {

  /**
   * Who signs now, and whom workloads are to trust now. Doesn't block. What the API server is to
   * trust when it calls the webhook is another matter: {@link ServingKeys#trust()}.
   */
  InForce inForce();

  /**
   * Calls the listener, which must not block, on any thread after each change. Read {@link
   * #inForce} after this call to miss none.
   *
   * @return ends it
   */
  Runnable onChange(Runnable listener);

  /**
   * @param trust always the signer's root; during a rotation also the one before or after it
   */
  record InForce(CertificateAuthority signer, TrustBundle trust) {}

  /** One that never changes. */
  static Authority fixed(CertificateAuthority authority) {
    var inForce = new InForce(authority, authority.trustBundle());
    return new Authority() {
      @Override
      public InForce inForce() {
        return inForce;
      }

      @Override
      public Runnable onChange(Runnable listener) {
        return () -> {};
      }
    };
  }
}
