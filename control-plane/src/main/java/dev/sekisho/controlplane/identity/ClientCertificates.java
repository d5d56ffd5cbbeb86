package dev.sekisho.controlplane.identity;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows proxies by their client certificates alone: for runs without a cluster, which could tell
 * whose a token is. The handshake has verified the chain.
 */
public final class ClientCertificates implements ProxyAuthenticator {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

  private final TrustDomain trustDomain;

  public ClientCertificates(TrustDomain trustDomain) {
    this.trustDomain = trustDomain;
  }

  @Override
  public CompletionStage<Authentication> authenticate(
      Credentials credentials, Optional<PodName> claimed) {
    return CompletableFuture.completedFuture(authenticate(credentials));
  }

  private Authentication authenticate(Credentials credentials) {
    if (credentials.clientChain().isEmpty()) {
      return new Authentication.Refused(
          RejectReason.NO_CREDENTIALS,
          "no client certificate, and there is no cluster to ask about a token;"
              + " \"sekisho bootstrap --data-dir\" issues one");
    }
    return identity(credentials.clientChain().getFirst(), trustDomain)
        .<Authentication>map(
            id -> new Authentication.Accepted(new ProxyIdentity(id, Optional.empty())))
        .orElseGet(() -> foreign(trustDomain));
  }

  @Override
  public boolean isCurrent(ProxyIdentity identity) {
    return true;
  }

  /** The identity in a certificate; empty if it names none of this trust domain. */
  static Optional<SpiffeId> identity(X509Certificate leaf, TrustDomain trustDomain) {
    return SpiffeId.of(leaf).filter(id -> id.trustDomain().equals(trustDomain));
  }

  static Authentication foreign(TrustDomain trustDomain) {
    return new Authentication.Refused(
        RejectReason.FOREIGN_CERTIFICATE,
        "the client certificate names no workload of the trust domain " + trustDomain);
  }

  /**
   * Whether a workload of the mesh has this certificate, which is server as well as client; one
   * that was issued by hand for a proxy that is no Pod is for clients alone.
   */
  static boolean isOfWorkload(X509Certificate leaf) {
    try {
      var usages = leaf.getExtendedKeyUsage();
      return usages == null || usages.contains(SERVER_AUTHENTICATION);
    } catch (CertificateParsingException e) {
      return true;
    }
  }
}
