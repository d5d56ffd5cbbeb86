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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gateways that are connected, by who they are: a scope for each namespace, ServiceAccount and
 * set of Pod labels, since policies ask for these. Thread-safe.
 */
final class GatewayScopes implements ProxyScopes {
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

  private record Live(Member member, int streams) {
    Live plus(int more) {
      return new Live(member, streams + more);
    }
  }

  private final Map<ProxyScope, Live> live = new ConcurrentHashMap<>();
  private final String home;
  private final Runnable changed;

  /**
   * @param home Sekisho's own namespace
   * @param changed called, on any thread, after {@link #live} has changed; must not block
   */
  GatewayScopes(String home, Runnable changed) {
    this.home = home;
    this.changed = changed;
  }

  /** Who is to be served. */
  Map<ProxyScope, Member> live() {
    var members = new HashMap<ProxyScope, Member>();
    live.forEach((scope, entry) -> members.put(scope, entry.member()));
    return members;
  }

  @Override
  public ProxyScope scopeOf(ProxyRole role, Optional<ProxyIdentity> identity) {
    if (role != ProxyRole.GATEWAY || identity.isEmpty()) {
      return BY_ROLE.scopeOf(role, identity);
    }
    var scope = scope(identity.get());
    enter(scope, identity.get(), 0);
    return scope;
  }

  /** A stream has begun. */
  void connected(ConnectedProxy proxy) {
    proxy
        .identity()
        .filter(identity -> proxy.scope().equals(scope(identity)))
        .ifPresent(identity -> enter(proxy.scope(), identity, 1));
  }

  /** A stream that had begun is over. */
  void disconnected(ConnectedProxy proxy) {
    if (!live.containsKey(proxy.scope())) {
      return; // of others than gateways
    }
    var left =
        live.computeIfPresent(
            proxy.scope(), (s, known) -> known.streams() > 1 ? known.plus(-1) : null);
    if (left == null) {
      changed.run();
    }
  }

  private void enter(ProxyScope scope, ProxyIdentity identity, int streams) {
    boolean isNew = !live.containsKey(scope);
    live.compute(
        scope, (s, known) -> (known == null ? new Live(member(identity), 0) : known).plus(streams));
    if (isNew) {
      changed.run();
    }
  }

  private Member member(ProxyIdentity identity) {
    var namespace = identity.spiffeId().namespace();
    return new Member(
        namespace,
        identity.spiffeId().serviceAccount(),
        identity.pod().map(PodIdentity::labels).orElse(Map.of()),
        identity.pod().isEmpty() || namespace.equals(home));
  }

  private static ProxyScope scope(ProxyIdentity identity) {
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
