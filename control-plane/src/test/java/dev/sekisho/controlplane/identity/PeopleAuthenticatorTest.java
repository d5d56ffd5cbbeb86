package dev.sekisho.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.identity.TokenReviews.Reviewed;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeopleAuthenticatorTest {
  private static final TrustDomain DOMAIN = new TrustDomain("cluster.local");
  private static final SpiffeId WEB = new SpiffeId(DOMAIN, "shop", "web");
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesAuthenticator proxies =
      new KubernetesAuthenticator(cluster, cluster, DOMAIN, "sekisho", () -> NOW);
  private final PeopleAuthenticator people = new PeopleAuthenticator(proxies, cluster, DOMAIN);
  private final String istioctls = FakeCluster.jwt("{'aud':['istio-ca'],'exp':9999999999}");
  private final String proxys = FakeCluster.jwt("{'aud':['sekisho'],'exp':9999999999}");

  @AfterEach
  void close() {
    people.close();
    proxies.close();
  }

  @Test
  void aTokenOfIstioctlIsItsAccounts() {
    cluster.tokens.put(istioctls, unbound("istio-ca"));
    assertThat(token(istioctls))
        .isEqualTo(new Authentication.Accepted(new ProxyIdentity(WEB, Optional.empty())));
    // It says nothing of a Pod: as a proxy's it isn't good enough.
    assertThat(
            proxies.authenticate(shown(istioctls), Optional.empty()).toCompletableFuture().join())
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> assertThat(refused.problem()).isEqualTo(RejectReason.WRONG_AUDIENCE));
  }

  @Test
  void whatTheApiServerDoesntConfirmIsRefused() {
    assertThat(refused(istioctls)).isEqualTo(RejectReason.INVALID_TOKEN);
    cluster.tokens.put(istioctls, unbound("another"));
    assertThat(refused(istioctls)).isEqualTo(RejectReason.WRONG_AUDIENCE);
    cluster.tokens.put(
        istioctls,
        new Reviewed(
            true, "", "system:admin", List.of("istio-ca"), Optional.empty(), Optional.empty()));
    assertThat(refused(istioctls)).isEqualTo(RejectReason.NOT_A_SERVICE_ACCOUNT);
    cluster.unavailable = true;
    assertThat(refused(istioctls)).isEqualTo(RejectReason.UNAVAILABLE);
  }

  @Test
  void aTokenForProxiesMustBeAProxys() {
    cluster.tokens.put(proxys, unbound("sekisho"));
    assertThat(refused(proxys)).isEqualTo(RejectReason.UNBOUND_TOKEN);
  }

  @Test
  void aCertificateIsItsAccountsWhateverItsPod() {
    var random = new SecureRandom();
    var issued =
        CertificateAuthority.createRoot(DOMAIN, NOW, random)
            .issue(IssuanceProfile.workload(WEB), NOW, random);
    assertThat(answer(new Credentials(Optional.empty(), issued.chain())))
        .isEqualTo(new Authentication.Accepted(new ProxyIdentity(WEB, Optional.empty())));
    assertThat(answer(new Credentials(Optional.of(istioctls), issued.chain())))
        .as("a token counts first")
        .isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void whoShowsNothingIsRefused() {
    assertThat(answer(new Credentials(Optional.empty(), List.of())))
        .isInstanceOfSatisfying(
            Authentication.Refused.class,
            refused -> assertThat(refused.problem()).isEqualTo(RejectReason.NO_CREDENTIALS));
  }

  private static Reviewed unbound(String audience) {
    return new Reviewed(
        true,
        "",
        "system:serviceaccount:shop:web",
        List.of(audience),
        Optional.empty(),
        Optional.empty());
  }

  private static Credentials shown(String token) {
    return new Credentials(Optional.of(token), List.of());
  }

  private Authentication token(String token) {
    return answer(shown(token));
  }

  private RejectReason refused(String token) {
    return ((Authentication.Refused) token(token)).problem();
  }

  private Authentication answer(Credentials credentials) {
    return people.authenticate(credentials, Optional.empty()).toCompletableFuture().join();
  }
}
