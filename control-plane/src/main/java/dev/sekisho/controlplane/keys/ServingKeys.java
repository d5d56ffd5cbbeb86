package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.TrustBundle;
import java.util.Optional;

/**
 * What a port of ours serves, and what its clients are to trust: issued by our own {@link
 * Authority}, or for the webhook brought by a user in a Secret. Thread-safe; the methods don't
 * block.
 */
public interface ServingKeys {

  /** The certificate to serve to new connections. */
  IssuedCertificate certificate();

  /**
   * Whom the API server is to trust when it calls the webhook: what belongs into {@code caBundle}.
   * Whoever trusts these can talk to a replica that is one change behind or ahead. Not to be mixed
   * up with {@link Authority.InForce#trust()}, which vouches for workloads and is something else
   * where the serving certificate comes from a user's Secret. Empty: the certificate is a public
   * authority's, and {@code caBundle} is to be left out.
   */
  Optional<TrustBundle> trust();

  /**
   * Calls the listener, which must not block, on any thread after the certificate or the trust has
   * changed. Read both after this call to miss no change.
   *
   * @return ends it
   */
  Runnable onChange(Runnable listener);
}
