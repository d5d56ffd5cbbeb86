package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.server.ConnectedProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectedScopesTest {
  private static final Map<String, String> LABELS = Map.of("app", "gw", "tier", "edge");

  private final AtomicInteger changes = new AtomicInteger();
  private final ConnectedScopes scopes = new ConnectedScopes("home", changes::incrementAndGet);

  @Test
  void podsOfOneIdentityShareAScope() {
    var one = scopeOf(pod("edge", "gw", "gw-1", LABELS));
    var same = scopeOf(pod("edge", "gw", "gw-2", Map.of("tier", "edge", "app", "gw")));
    assertThat(same).isEqualTo(one);
    assertThat(one.name()).startsWith("gateway/edge/gw#");
    assertThat(one.servesTls()).isTrue();
    assertThat(scopes.gateways()).containsOnlyKeys(one);
    assertThat(changes).as("the second is no change").hasValue(1);
  }

  @Test
  void whatPoliciesAskForTellsThemApart() {
    var scope = scopeOf(pod("edge", "gw", "gw-1", LABELS));
    assertThat(scopeOf(pod("edge", "gw", "gw-1", Map.of("app", "gw")))).isNotEqualTo(scope);
    assertThat(scopeOf(pod("edge", "other", "gw-1", LABELS))).isNotEqualTo(scope);
    assertThat(scopeOf(pod("shop", "gw", "gw-1", LABELS))).isNotEqualTo(scope);
    assertThat(scopeOf(withoutPod("edge", "gw"))).isNotEqualTo(scope);
    assertThat(scopeOf(pod("edge", "gw", "gw-1", Map.of())))
        .isNotEqualTo(scopeOf(withoutPod("edge", "gw")));
    assertThat(changes).hasValue(6);
  }

  @Test
  void sekishosOwnAreThoseAtHomeAndThoseThatTakeItsKey() {
    assertThat(isOwn(pod("home", "gw", "gw-1", LABELS))).isTrue();
    assertThat(isOwn(pod("edge", "gw", "gw-1", LABELS))).isFalse();
    assertThat(isOwn(withoutPod("edge", "gw"))).isTrue();
  }

  @Test
  void thoseInPlaintextHaveTheScopeOfTheirRole() {
    assertThat(scopes.scopesOf(ProxyRole.GATEWAY, Optional.empty(), Optional.empty()))
        .containsExactly(ProxyScope.GATEWAY_PLAINTEXT);
    assertThat(scopes.scopesOf(ProxyRole.SIDECAR, Optional.empty(), Optional.empty()))
        .containsExactly(ProxyScope.SIDECAR);
    assertThat(scopes.gateways()).isEmpty();
    assertThat(scopes.sidecars()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void aScopeGoesWithItsLastStream() {
    var identity = pod("edge", "gw", "gw-1", LABELS);
    var scope = scopeOf(identity);
    scopes.connected(stream(1, scope, identity));
    assertThat(scopeOf(identity)).isEqualTo(scope);
    scopes.connected(stream(2, scope, identity));
    scopes.disconnected(stream(1, scope, identity));
    assertThat(scopes.gateways()).containsOnlyKeys(scope);
    assertThat(changes).hasValue(1);
    scopes.disconnected(stream(2, scope, identity));
    assertThat(scopes.gateways()).isEmpty();
    assertThat(changes).hasValue(2);
  }

  @Test
  void aStreamThatComesWhileTheLastOneGoesIsServed() {
    var identity = pod("edge", "gw", "gw-1", LABELS);
    var scope = scopeOf(identity);
    scopes.connected(stream(1, scope, identity));
    assertThat(scopeOf(identity)).isEqualTo(scope);
    scopes.disconnected(stream(1, scope, identity));
    scopes.connected(stream(2, scope, identity));
    assertThat(scopes.gateways()).containsOnlyKeys(scope);
  }

  @Test
  void sidecarsOfANamespaceShareAScopeWhichGoesWithTheLast() {
    var web = pod("shop", "web", "web-1", LABELS);
    var other = pod("shop", "other", "other-1", Map.of());
    var scope = sidecarScopeOf(web);
    assertThat(scope.name()).isEqualTo("sidecar/shop");
    assertThat(scope.servesTls()).isFalse();
    scopes.connected(sidecar(1, scope, web));
    assertThat(sidecarScopeOf(other)).isEqualTo(scope);
    scopes.connected(sidecar(2, scope, other));
    assertThat(scopes.sidecars())
        .containsExactly(Map.entry(scope, new Audience("shop", Egress.ALL)));
    assertThat(scopes.gateways()).isEmpty();
    var webPod = new PodName("shop", "web-1");
    var otherPod = new PodName("shop", "other-1");
    assertThat(scopes.workloads()).containsExactlyInAnyOrder(webPod, otherPod);
    assertThat(scopes.takeChangedWorkloads()).containsExactlyInAnyOrder(webPod, otherPod);
    assertThat(changes).as("two workloads, one namespace").hasValue(3);

    scopes.disconnected(sidecar(1, scope, web));
    assertThat(scopes.sidecars()).containsOnlyKeys(scope);
    assertThat(scopes.isConnected(webPod)).isFalse();
    assertThat(scopes.takeChangedWorkloads()).containsExactly(webPod);
    scopes.disconnected(sidecar(2, scope, other));
    assertThat(scopes.sidecars()).isEmpty();
    assertThat(scopes.workloads()).isEmpty();
    assertThat(changes).hasValue(6);
  }

  @Test
  void oneThatApplicationsUseAsAProxyIsServedThatBeside() {
    var label = Map.of("sidecar.sekisho.dev/redirection", "explicit");
    var identity = pod("shop", "web", "web-1", label);
    var own = ProxyScope.ofSidecar("shop");
    var beside = ProxyScope.ofExplicit("shop");
    var workload = ProxyScope.ofWorkload("shop", "web-1");
    assertThat(scopes.scopesOf(ProxyRole.SIDECAR, Optional.empty(), Optional.of(identity)))
        .as("what is beside counts where both have it")
        .containsExactly(own, beside, workload);
    var stream =
        new ConnectedProxy(
            1,
            "id",
            "peer",
            ProxyRole.SIDECAR,
            Optional.empty(),
            List.of(own, beside, workload),
            Optional.of(identity),
            ConnectedProxy.Variant.DELTA);
    scopes.connected(stream);
    assertThat(scopes.sidecars())
        .containsOnly(
            Map.entry(own, new Audience("shop", Egress.ALL)),
            Map.entry(beside, new Audience("shop", Egress.ALL, true)));
    var other = pod("shop", "web", "web-2", Map.of());
    scopes.connected(sidecar(2, sidecarScopeOf(other), other));
    scopes.disconnected(stream);
    assertThat(scopes.sidecars()).containsOnlyKeys(own);
  }

  @Test
  void streamsInPlaintextComeAndGoUnnoticed() {
    var stream = plaintext(ProxyScope.SIDECAR, Optional.empty());
    scopes.connected(stream);
    scopes.disconnected(stream);
    assertThat(scopes.gateways()).isEmpty();
    assertThat(scopes.sidecars()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void aSidecarInPlaintextIsServedWhatItsNamespaceShares() {
    var pod = Optional.of(new PodName("shop", "web-1"));
    var scope = ProxyScope.ofSidecar("shop");
    assertThat(scopes.scopesOf(ProxyRole.SIDECAR, pod, Optional.empty()))
        .containsExactly(scope, ProxyScope.ofWorkload("shop", "web-1"));
    scopes.connected(plaintext(scope, pod));
    assertThat(scopes.sidecars()).containsOnlyKeys(scope);
    scopes.disconnected(plaintext(scope, pod));
    assertThat(scopes.sidecars()).isEmpty();
  }

  private boolean isOwn(ProxyIdentity identity) {
    var scope = scopeOf(identity);
    return Optional.ofNullable(scopes.gateways().get(scope)).orElseThrow().own();
  }

  private ProxyScope scopeOf(ProxyIdentity identity) {
    return scopes.scopesOf(ProxyRole.GATEWAY, Optional.empty(), Optional.of(identity)).getFirst();
  }

  private ProxyScope sidecarScopeOf(ProxyIdentity identity) {
    return scopes.scopesOf(ProxyRole.SIDECAR, Optional.empty(), Optional.of(identity)).getFirst();
  }

  private static ConnectedProxy plaintext(ProxyScope scope, Optional<PodName> pod) {
    return stream(1, ProxyRole.SIDECAR, scope, pod, Optional.empty());
  }

  private static ConnectedProxy sidecar(long number, ProxyScope scope, ProxyIdentity identity) {
    return stream(number, ProxyRole.SIDECAR, scope, Optional.empty(), Optional.of(identity));
  }

  private static ConnectedProxy stream(
      long number,
      ProxyRole role,
      ProxyScope scope,
      Optional<PodName> pod,
      Optional<ProxyIdentity> identity) {
    var workload =
        identity.flatMap(ProxyIdentity::pod).map(p -> new PodName(p.namespace(), p.name()));
    var parts = new ArrayList<>(List.of(scope));
    if (role == ProxyRole.SIDECAR) {
      workload.ifPresent(p -> parts.add(ProxyScope.ofWorkload(p.namespace(), p.name())));
    }
    return new ConnectedProxy(
        number, "id", "peer", role, pod, parts, identity, ConnectedProxy.Variant.DELTA);
  }

  private static ConnectedProxy stream(long number, ProxyScope scope, ProxyIdentity identity) {
    return stream(number, ProxyRole.GATEWAY, scope, Optional.empty(), Optional.of(identity));
  }

  private static ProxyIdentity pod(
      String namespace, String account, String name, Map<String, String> labels) {
    var pod = new PodIdentity(namespace, name, "uid", account, labels, "10.0.0.1", "node");
    return new ProxyIdentity(id(namespace, account), Optional.of(pod));
  }

  private static ProxyIdentity withoutPod(String namespace, String account) {
    return new ProxyIdentity(id(namespace, account), Optional.empty());
  }

  private static SpiffeId id(String namespace, String account) {
    return new SpiffeId(new TrustDomain("cluster.local"), namespace, account);
  }
}
