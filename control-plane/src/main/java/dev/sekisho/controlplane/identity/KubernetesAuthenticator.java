package dev.sekisho.controlplane.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows proxies by the projected tokens of their Pods, or by client certificates. Whose a token is,
 * the API server says once, and it is remembered by the token's hash until the token ends; that the
 * Pod is still there is looked up each time.
 */
public final class KubernetesAuthenticator implements ProxyAuthenticator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesAuthenticator.class);

  /** A proxy has one token at a time, and a new one each hour. */
  private static final long MAX_REMEMBERED = 100_000;

  /** How long a token that was refused is refused without asking again. */
  private static final Duration REFUSED = Duration.ofSeconds(10);

  /** Questions to the API server at once; others wait for their turn. */
  private static final int MAX_QUESTIONS = 32;

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private record Remembered(TokenSubject.Verdict verdict, Instant until) {}

  private final TokenReviews reviews;
  private final PodDirectory pods;
  private final TrustDomain trustDomain;
  private final String audience;
  private final InstantSource clock;
  private final Semaphore questions = new Semaphore(MAX_QUESTIONS);
  private final Cache<HashCode, Remembered> remembered =
      CacheBuilder.newBuilder().maximumSize(MAX_REMEMBERED).build();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param audience that tokens must be for
   */
  public KubernetesAuthenticator(
      TokenReviews reviews,
      PodDirectory pods,
      TrustDomain trustDomain,
      String audience,
      InstantSource clock) {
    this.reviews = reviews;
    this.pods = pods;
    this.trustDomain = trustDomain;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Authentication> authenticate(
      Credentials credentials, Optional<PodName> claimed) {
    return CompletableFuture.supplyAsync(() -> answer(credentials, claimed), asking);
  }

  private Authentication answer(Credentials credentials, Optional<PodName> claimed) {
    try {
      return decide(credentials, claimed);
    } catch (ClusterUnavailableException e) {
      LOG.warn("a proxy can't be identified: {}", e.getMessage());
      return new Authentication.Refused(
          RejectReason.UNAVAILABLE, "the API server can't be asked now; try again");
    } catch (RuntimeException e) {
      LOG.error("internal error; a proxy isn't let in", e);
      throw e;
    }
  }

  private Authentication decide(Credentials credentials, Optional<PodName> claimed) {
    if (credentials.bearerToken().isPresent()) {
      return switch (subject(credentials.bearerToken().get())) {
        case TokenSubject.Verdict.None(var problem, var message) ->
            new Authentication.Refused(problem, message);
        case TokenSubject.Verdict.Of(var subject) -> ofToken(subject);
      };
    }
    if (credentials.clientChain().isEmpty()) {
      return new Authentication.Refused(
          RejectReason.NO_CREDENTIALS,
          "neither a token nor a client certificate; \"sekisho bootstrap --token-file\" sends the"
              + " Pod's token");
    }
    var leaf = credentials.clientChain().getFirst();
    var identity = ClientCertificates.identity(leaf, trustDomain);
    if (identity.isEmpty()) {
      return ClientCertificates.foreign(trustDomain);
    }
    return ClientCertificates.isOfWorkload(leaf)
        ? ofWorkload(identity.get(), claimed)
        : new Authentication.Accepted(new ProxyIdentity(identity.get(), Optional.empty()));
  }

  private TokenSubject.Verdict subject(String token) {
    var now = clock.instant();
    var hash = Hashing.sha256().hashString(token, StandardCharsets.UTF_8);
    var known = remembered.getIfPresent(hash);
    if (known != null && now.isBefore(known.until())) {
      return known.verdict();
    }
    var claims = TokenClaims.read(token);
    if (claims.isEmpty()) {
      return new TokenSubject.Verdict.None(
          RejectReason.INVALID_TOKEN, "the token isn't one of Kubernetes");
    }
    var early = refusal(claims.get(), now);
    if (early.isPresent()) {
      return early.get();
    }
    var verdict = TokenSubject.of(review(token), audience);
    var until =
        switch (verdict) {
          case TokenSubject.Verdict.None refused -> now.plus(REFUSED);
          case TokenSubject.Verdict.Of accepted -> claims.get().expires().orElse(now);
        };
    remembered.put(hash, new Remembered(verdict, until));
    return verdict;
  }

  /** What is plain from the token itself, and costs the API server nothing. */
  private Optional<TokenSubject.Verdict> refusal(TokenClaims claims, Instant now) {
    if (claims.legacy()) {
      return Optional.of(TokenSubject.unbound());
    }
    if (!claims.audiences().contains(audience)) {
      return Optional.of(TokenSubject.wrongAudience(audience));
    }
    return claims
        .expires()
        .filter(end -> !now.isBefore(end))
        .map(
            end ->
                new TokenSubject.Verdict.None(
                    RejectReason.INVALID_TOKEN, "the token has expired at " + end));
  }

  private TokenReviews.Reviewed review(String token) {
    try {
      if (!questions.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ClusterUnavailableException("too many tokens wait to be reviewed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnavailableException("closing", e);
    }
    try {
      return reviews.review(token, audience);
    } finally {
      questions.release();
    }
  }

  private Authentication ofToken(TokenSubject subject) {
    var pod = find(subject.pod(), p -> p.uid().equals(subject.podUid()));
    if (pod.isEmpty()) {
      return unknownPod(
          "there is no Pod %s any more that the token is bound to".formatted(subject.pod()));
    }
    var wrong = subject.problemWith(pod.get().serviceAccount());
    return wrong.isPresent() ? unknownPod(wrong.get()) : accepted(pod.get());
  }

  /**
   * A workload's certificate says its service account only: which of the account's Pods it is, the
   * node id says.
   */
  private Authentication ofWorkload(SpiffeId identity, Optional<PodName> claimed) {
    return claimed
        .filter(name -> name.namespace().equals(identity.namespace()))
        .flatMap(name -> find(name, p -> p.serviceAccount().equals(identity.serviceAccount())))
        .map(this::accepted)
        .orElseGet(
            () ->
                unknownPod(
                    claimed
                        .map(name -> "there is no Pod %s that runs as %s".formatted(name, identity))
                        .orElse("the certificate is a workload's, and no Pod is named")));
  }

  /** One that isn't known, or not as such, may be younger than what is known. */
  private Optional<PodIdentity> find(PodName name, Predicate<PodIdentity> wanted) {
    return pods.known(name).filter(wanted).or(() -> pods.ask(name).filter(wanted));
  }

  private Authentication accepted(PodIdentity pod) {
    return new Authentication.Accepted(
        new ProxyIdentity(
            new SpiffeId(trustDomain, pod.namespace(), pod.serviceAccount()), Optional.of(pod)));
  }

  private static Authentication unknownPod(String message) {
    return new Authentication.Refused(RejectReason.UNKNOWN_POD, message);
  }

  @Override
  public boolean isCurrent(ProxyIdentity identity) {
    return identity.pod().map(pod -> !pods.isGone(pod.uid())).orElse(true);
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
