package dev.sekisho.xds.server;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Believes tokens of the form {@code token-of <namespace>/<Pod>}, and certificates. */
final class TestIdentities implements ProxyAuthenticator {
  static final TrustDomain DOMAIN = new TrustDomain("cluster.local");

  final Set<String> gone = ConcurrentHashMap.newKeySet();

  static String token(String namespace, String pod) {
    return "token-of " + namespace + "/" + pod;
  }

  static String uid(String pod) {
    return "uid-of-" + pod;
  }

  @Override
  public CompletionStage<Authentication> authenticate(
      Credentials credentials, Optional<PodName> claimed) {
    return CompletableFuture.completedFuture(answer(credentials));
  }

  private static Authentication answer(Credentials credentials) {
    if (credentials.bearerToken().isPresent()) {
      var token = credentials.bearerToken().get();
      if (!token.startsWith("token-of ")) {
        return new Authentication.Refused(RejectReason.INVALID_TOKEN, "a wrong token");
      }
      var names = token.substring("token-of ".length()).split("/", -1);
      var pod =
          new PodIdentity(names[0], names[1], uid(names[1]), "web", Map.of(), "10.0.0.1", "node");
      return new Authentication.Accepted(
          new ProxyIdentity(new SpiffeId(DOMAIN, names[0], "web"), Optional.of(pod)));
    }
    return credentials.clientChain().stream()
        .findFirst()
        .flatMap(SpiffeId::of)
        .<Authentication>map(
            id -> new Authentication.Accepted(new ProxyIdentity(id, Optional.empty())))
        .orElseGet(
            () ->
                new Authentication.Refused(
                    RejectReason.NO_CREDENTIALS, "neither token nor certificate"));
  }

  @Override
  public boolean isCurrent(ProxyIdentity identity) {
    return identity.pod().map(pod -> !gone.contains(pod.uid())).orElse(true);
  }
}
