package dev.sekisho.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.identity.TokenReviews.Reviewed;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesAuthenticatorTest {
  private static final TrustDomain DOMAIN = new TrustDomain("cluster.local");
  private static final SpiffeId WEB = new SpiffeId(DOMAIN, "shop", "web");
  private static final PodName POD = new PodName("shop", "web-1");
  private static final String CLAIMS = "{'aud':['sekisho'],'exp':%d}";

  private final FakeCluster cluster = new FakeCluster();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private final String token = FakeCluster.jwt(CLAIMS.formatted(now.getEpochSecond() + 3600));
  private final KubernetesAuthenticator authenticator =
      new KubernetesAuthenticator(cluster, cluster, DOMAIN, "sekisho", () -> now);

  KubernetesAuthenticatorTest() {
    cluster.add(FakeCluster.pod("shop", "web-1", "uid-1", "web"));
    cluster.tokens.put(token, reviewed("web-1", "uid-1"));
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  @Test
  void aTokenIsThatOfItsPodAndEverythingComesFromTheCluster() {
    var identity = accepted(withToken(token));
    assertThat(identity.spiffeId()).isEqualTo(WEB);
    assertThat(identity.pod()).contains(FakeCluster.pod("shop", "web-1", "uid-1", "web"));
  }

  @Test
  void theTokenIsReviewedOnceUntilItEndsAndThePodLookedUpEachTime() {
    accepted(withToken(token));
    now = now.plusSeconds(3599);
    accepted(withToken(token));
    assertThat(cluster.reviews).hasSize(1);

    cluster.add(FakeCluster.pod("shop", "web-1", "uid-2", "web"));
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.UNKNOWN_POD);
    assertThat(cluster.reviews).hasSize(1);

    now = now.plusSeconds(1);
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.INVALID_TOKEN);
    assertThat(cluster.reviews).as("an expired one costs nothing").hasSize(1);
  }

  @Test
  void aPodThatIsKnownIsntAskedFor() {
    var pod = FakeCluster.pod("shop", "web-1", "uid-1", "web");
    cluster.known.put(POD, pod);
    accepted(withToken(token));
    assertThat(cluster.asked).isEmpty();
  }

  @Test
  void aPodThatIsKnownByAnOlderUidIsAskedFor() {
    cluster.known.put(POD, FakeCluster.pod("shop", "web-1", "uid-0", "web"));
    assertThat(accepted(withToken(token)).pod().orElseThrow().uid()).isEqualTo("uid-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'aud':'other','exp':9999999999}       | WRONG_AUDIENCE",
        "{'aud':[],'exp':9999999999}            | WRONG_AUDIENCE",
        "{'exp':9999999999}                     | WRONG_AUDIENCE",
        "{'aud':['sekisho'],'exp':1}            | INVALID_TOKEN",
        "{'iss':'kubernetes/serviceaccount'}    | UNBOUND_TOKEN",
        "[]                                     | INVALID_TOKEN",
        "''                                     | INVALID_TOKEN",
        "{                                      | INVALID_TOKEN",
        "{'aud':{'a':1},'exp':'soon'}           | WRONG_AUDIENCE",
      })
  void whatIsPlainFromTheTokenCostsTheApiServerNothing(String claims, RejectReason problem) {
    assertThat(refused(withToken(FakeCluster.jwt(claims)))).isEqualTo(problem);
    assertThat(cluster.reviews).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'',", "abc", "a.b", "a.b.c.d", "a.!!!.c"})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(refused(withToken(String.valueOf(text)))).isEqualTo(RejectReason.INVALID_TOKEN);
  }

  @Test
  void aHugeTokenIsRefused() {
    var huge = FakeCluster.jwt("{'aud':['sekisho'],'pad':'" + "x".repeat(100_000) + "'}");
    assertThat(refused(withToken(huge))).isEqualTo(RejectReason.INVALID_TOKEN);
    assertThat(cluster.reviews).isEmpty();
  }

  @Test
  void aForgedTokenIsRefusedForAWhileWithoutAskingAgain() {
    var forged = FakeCluster.jwt(CLAIMS.formatted(now.getEpochSecond() + 60));
    assertThat(refused(withToken(forged))).isEqualTo(RejectReason.INVALID_TOKEN);
    assertThat(refused(withToken(forged))).isEqualTo(RejectReason.INVALID_TOKEN);
    assertThat(cluster.reviews).hasSize(1);
    now = now.plusSeconds(10);
    refused(withToken(forged));
    assertThat(cluster.reviews).hasSize(2);
  }

  @Test
  void anAnswerForAnotherAudienceIsNone() {
    cluster.tokens.put(
        token,
        new Reviewed(
            true,
            "",
            "system:serviceaccount:shop:web",
            List.of("https://kubernetes.default.svc"),
            Optional.of("web-1"),
            Optional.of("uid-1")));
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.WRONG_AUDIENCE);
  }

  @Test
  void aTokenWithoutAPodIsRefused() {
    cluster.tokens.put(
        token,
        new Reviewed(
            true,
            "",
            "system:serviceaccount:shop:web",
            List.of("sekisho"),
            Optional.empty(),
            Optional.empty()));
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.UNBOUND_TOKEN);
  }

  @ParameterizedTest
  @CsvSource({"admin", "system:node:node-1", "system:serviceaccount:shop", "serviceaccount:a:b:c"})
  void aTokenOfNoServiceAccountIsRefused(String user) {
    cluster.tokens.put(
        token,
        new Reviewed(
            true, "", user, List.of("sekisho"), Optional.of("web-1"), Optional.of("uid-1")));
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.NOT_A_SERVICE_ACCOUNT);
  }

  @Test
  void aPodOfAnotherAccountIsRefused() {
    cluster.add(FakeCluster.pod("shop", "web-1", "uid-1", "admin"));
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.UNKNOWN_POD);
  }

  @Test
  void anApiServerThatIsDownIsNoVerdict() {
    cluster.unavailable = true;
    assertThat(refused(withToken(token))).isEqualTo(RejectReason.UNAVAILABLE);
    cluster.unavailable = false;
    accepted(withToken(token));
  }

  @Test
  void noCredentialsAreRefused() {
    assertThat(refused(new Credentials(Optional.empty(), List.of())))
        .isEqualTo(RejectReason.NO_CREDENTIALS);
  }

  @Test
  void aWorkloadsCertificateStandsForThePodThatTheNodeNames() {
    var shown = withCertificate(IssuanceProfile.workload(WEB));
    assertThat(accepted(shown).pod().orElseThrow().uid()).isEqualTo("uid-1");

    cluster.add(FakeCluster.pod("shop", "other", "uid-3", "other"));
    assertThat(refused(shown, new PodName("shop", "other"))).isEqualTo(RejectReason.UNKNOWN_POD);
    cluster.add(FakeCluster.pod("bank", "web-1", "uid-4", "web"));
    assertThat(refused(shown, new PodName("bank", "web-1"))).isEqualTo(RejectReason.UNKNOWN_POD);
    cluster.pods.clear();
    assertThat(refused(shown, POD)).isEqualTo(RejectReason.UNKNOWN_POD);
  }

  @Test
  void aCertificateThatWasIssuedToNoPodStandsForItselfAloneAlsoWithoutTheApiServer() {
    cluster.unavailable = true;
    var shown = withCertificate(IssuanceProfile.client(WEB, Duration.ofHours(1)));
    assertThat(accepted(shown)).isEqualTo(new ProxyIdentity(WEB, Optional.empty()));
  }

  @Test
  void aCertificateOfAnotherTrustDomainIsRefused() {
    var other = new SpiffeId(new TrustDomain("elsewhere"), "shop", "web");
    assertThat(refused(withCertificate(IssuanceProfile.workload(other))))
        .isEqualTo(RejectReason.FOREIGN_CERTIFICATE);
    var server = IssuanceProfile.serving(List.of("web.shop"), List.of(), Duration.ofHours(1));
    assertThat(refused(withCertificate(server))).isEqualTo(RejectReason.FOREIGN_CERTIFICATE);
  }

  @Test
  void aPodThatHasGoneIsNotCurrent() {
    var identity = accepted(withToken(token));
    assertThat(authenticator.isCurrent(identity)).isTrue();
    cluster.gone.add("uid-1");
    assertThat(authenticator.isCurrent(identity)).isFalse();
  }

  @Test
  void messagesHoldNothingOfTheToken() {
    var parts = token.split("\\.", -1);
    cluster.tokens.clear();
    var message = ((Authentication.Refused) answer(withToken(token), POD)).message();
    assertThat(message).contains("unknown").doesNotContain(parts[1]).doesNotContain(parts[2]);
    assertThat(withToken(token).toString()).doesNotContain(parts[1]).contains("redacted");
  }

  private static Reviewed reviewed(String pod, String uid) {
    return new Reviewed(
        true,
        "",
        "system:serviceaccount:shop:web",
        List.of("sekisho"),
        Optional.of(pod),
        Optional.of(uid));
  }

  private static Credentials withToken(String token) {
    return new Credentials(Optional.of(token), List.of());
  }

  private Credentials withCertificate(IssuanceProfile profile) {
    var random = new SecureRandom();
    var root = CertificateAuthority.createRoot(DOMAIN, now, random);
    return new Credentials(Optional.empty(), root.issue(profile, now, random).chain());
  }

  private Authentication answer(Credentials credentials, PodName claimed) {
    return authenticator
        .authenticate(credentials, Optional.of(claimed))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private ProxyIdentity accepted(Credentials credentials) {
    var answer = answer(credentials, POD);
    assertThat(answer).isInstanceOf(Authentication.Accepted.class);
    return ((Authentication.Accepted) answer).identity();
  }

  private RejectReason refused(Credentials credentials) {
    return refused(credentials, POD);
  }

  private RejectReason refused(Credentials credentials, PodName claimed) {
    var answer = answer(credentials, claimed);
    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    return ((Authentication.Refused) answer).problem();
  }
}
