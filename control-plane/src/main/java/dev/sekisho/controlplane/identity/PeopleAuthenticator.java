package dev.sekisho.controlplane.identity;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows people who look for a fault, as service accounts: by what proxies show as well, by a
 * certificate whatever Pod it is of, and by the tokens that istioctl has made for it, which are for
 * Istio's authority and bound to no Pod. Good for looking only: it is no proof of being a proxy.
 */
public final class PeopleAuthenticator implements ProxyAuthenticator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeopleAuthenticator.class);

  /** What istioctl asks tokens for. */
  private static final String ISTIO = "istio-ca";

  /** Questions to the API server at once; more are refused, since people ask again. */
  private static final int MAX_QUESTIONS = 4;

  private final ProxyAuthenticator proxies;
  private final ProxyAuthenticator certificates;
  private final TokenReviews reviews;
  private final TrustDomain trustDomain;
  private final Semaphore questions = new Semaphore(MAX_QUESTIONS);
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param proxies knows those
   */
  public PeopleAuthenticator(
      ProxyAuthenticator proxies, TokenReviews reviews, TrustDomain trustDomain) {
    this.proxies = proxies;
    this.certificates = new ClientCertificates(trustDomain);
    this.reviews = reviews;
    this.trustDomain = trustDomain;
  }

  @Override
  public CompletionStage<Authentication> authenticate(
      Credentials credentials, Optional<PodName> claimed) {
    if (credentials.bearerToken().isEmpty()) {
      return credentials.clientChain().isEmpty()
          ? CompletableFuture.completedFuture(
              new Authentication.Refused(
                  RejectReason.NO_CREDENTIALS,
                  "who is asking? Show a ServiceAccount's token or a client certificate"))
          : certificates.authenticate(credentials, claimed);
    }
    var token = credentials.bearerToken().get();
    return TokenClaims.read(token).filter(claims -> claims.audiences().contains(ISTIO)).isPresent()
        ? CompletableFuture.supplyAsync(() -> ofAccount(token), asking)
        : proxies.authenticate(new Credentials(credentials.bearerToken(), List.of()), claimed);
  }

  private Authentication ofAccount(String token) {
    if (!questions.tryAcquire()) {
      return unavailable("too many ask at once; try again");
    }
    try {
      return switch (TokenSubject.accountOf(reviews.review(token, ISTIO), ISTIO)) {
        case TokenSubject.Account.None(var problem, var message) ->
            new Authentication.Refused(problem, message);
        case TokenSubject.Account.Of(var namespace, var name) ->
            new Authentication.Accepted(
                new ProxyIdentity(new SpiffeId(trustDomain, namespace, name), Optional.empty()));
      };
    } catch (ClusterUnavailableException e) {
      LOG.warn("somebody can't be identified: {}", e.getMessage());
      return unavailable("the API server can't be asked now; try again");
    } finally {
      questions.release();
    }
  }

  private static Authentication unavailable(String message) {
    return new Authentication.Refused(RejectReason.UNAVAILABLE, message);
  }

  @Override
  public boolean isCurrent(ProxyIdentity identity) {
    return proxies.isCurrent(identity);
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
