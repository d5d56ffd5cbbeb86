package dev.sekisho.controlplane.debug;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tokens are the names of namespaces. */
final class NamespaceTokens implements ProxyAuthenticator {
  @Override
  public CompletionStage<Authentication> authenticate(
      Credentials credentials, Optional<PodName> claimed) {
    return CompletableFuture.completedFuture(
        credentials
            .bearerToken()
            .flatMap(ns -> SpiffeId.parse("spiffe://cluster.local/ns/%s/sa/x".formatted(ns)))
            .<Authentication>map(
                id -> new Authentication.Accepted(new ProxyIdentity(id, Optional.empty())))
            .orElseGet(
                () -> new Authentication.Refused(RejectReason.INVALID_TOKEN, "no namespace")));
  }

  @Override
  public boolean isCurrent(ProxyIdentity identity) {
    return true;
  }
}
