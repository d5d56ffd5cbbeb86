package dev.sekisho.controlplane.serve;

import com.google.common.hash.Hashing;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.secrets.GatewayCredentials.Gateway;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.ProxyScopes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The proxies that are connected, by who they are. Gateways have a scope for each namespace,
 * ServiceAccount and set of Pod labels, since policies ask for these; sidecars have one for each
 * namespace. Thread-safe.
 */
final class ConnectedScopes implements ProxyScopes {
  private static final int HASH_CHARS = 10;

  /**
   * Who gateways of one scope are.
   *
   * @param own whether they belong to Sekisho: in its namespace, or outside of the cluster with a
   *     certificate that takes the authority's key to make
   */
  record Member(
      String namespace, String serviceAccount, Map<String, String> podLabels, boolean own) {

    Gateway in(NamespaceFacts facts) {
      return new Gateway(facts, serviceAccount, podLabels, own);
    }

    /** As logs name it. */
    String name() {
      return namespace + "/" + serviceAccount;
    }
  }

  private final LiveScopes<Member> gateways;
  private final LiveScopes<String> sidecars;
  private final String home;

  /**
   * @param home Sekisho's own namespace
   * @param changed called, on any thread, after {@link #gateways} or {@link #sidecars} has changed;
   *     must not block
   */
  ConnectedScopes(String home, Runnable changed) {
    this.home = home;
    this.gateways = new LiveScopes<>(changed);
    this.sidecars = new LiveScopes<>(changed);
  }

  /** The gateways to be served. */
  Map<ProxyScope, Member> gateways() {
    return gateways.members();
  }

  /** The namespaces whose sidecars are to be served. */
  Map<ProxyScope, String> sidecars() {
    return sidecars.members();
  }

  @Override
  public ProxyScope scopeOf(ProxyRole role, Optional<ProxyIdentity> identity) {
    if (identity.isEmpty()) {
      return BY_ROLE.scopeOf(role, identity);
    }
    return switch (role) {
      case GATEWAY -> {
        var scope = gatewayScope(identity.get());
        gateways.enter(scope, member(identity.get()), 0);
        yield scope;
      }
      case SIDECAR -> {
        var scope = sidecarScope(identity.get());
        sidecars.enter(scope, identity.get().spiffeId().namespace(), 0);
        yield scope;
      }
    };
  }

  /** A stream has begun. */
  void connected(ConnectedProxy proxy) {
    proxy.identity().ifPresent(identity -> connected(proxy.scope(), identity));
  }

  private void connected(ProxyScope scope, ProxyIdentity identity) {
    if (scope.equals(gatewayScope(identity))) {
      gateways.enter(scope, member(identity), 1);
    } else if (scope.equals(sidecarScope(identity))) {
      sidecars.enter(scope, identity.spiffeId().namespace(), 1);
    }
  }

  /** A stream that had begun is over. */
  void disconnected(ConnectedProxy proxy) {
    gateways.leave(proxy.scope());
    sidecars.leave(proxy.scope());
  }

  private Member member(ProxyIdentity identity) {
    var namespace = identity.spiffeId().namespace();
    return new Member(
        namespace,
        identity.spiffeId().serviceAccount(),
        identity.pod().map(PodIdentity::labels).orElse(Map.of()),
        identity.pod().isEmpty() || namespace.equals(home));
  }

  private static ProxyScope sidecarScope(ProxyIdentity identity) {
    return ProxyScope.ofSidecar(identity.spiffeId().namespace());
  }

  private static ProxyScope gatewayScope(ProxyIdentity identity) {
    var id = identity.spiffeId();
    return ProxyScope.ofGateway(
        id.namespace()
            + "/"
            + id.serviceAccount()
            + identity.pod().map(pod -> "#" + hash(pod.labels())).orElse(""));
  }

  private static String hash(Map<String, String> labels) {
    var hasher = Hashing.sha256().newHasher();
    // Neither can hold a control character.
    new TreeMap<>(labels)
        .forEach(
            (key, value) -> hasher.putString(key + "\n" + value + "\n", StandardCharsets.UTF_8));
    return hasher.hash().toString().substring(0, HASH_CHARS);
  }
}
