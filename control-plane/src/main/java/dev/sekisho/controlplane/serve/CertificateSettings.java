package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.CertificateLifetimes;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.keys.Authorities;
import java.util.Optional;

/**
 * Which certificates there are.
 *
 * @param trustDomain of the identities
 * @param lifetimes of what is issued
 * @param servingSecret name of a Secret of type {@code kubernetes.io/tls} with the certificate of
 *     the webhook; empty: our own authority issues one
 */
public record CertificateSettings(
    TrustDomain trustDomain, CertificateLifetimes lifetimes, Optional<String> servingSecret) {

  public static final CertificateSettings DEFAULT =
      new CertificateSettings(
          Authorities.TRUST_DOMAIN, CertificateLifetimes.DEFAULT, Optional.empty());
}
