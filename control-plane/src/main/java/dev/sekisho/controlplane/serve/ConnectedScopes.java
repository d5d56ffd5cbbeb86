package dev.sekisho.controlplane.serve;

import com.google.common.hash.Hashing;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.secrets.GatewayCredentials.Gateway;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.model.sidecar.ExplicitProxying;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.ProxyScopes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The proxies that are connected, by who they are. Gateways have a scope for each namespace,
 * ServiceAccount and set of Pod labels, since policies ask for these; sidecars have one for each
 * namespace, and those that applications use as a proxy one more. Thread-safe.
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
  private final LiveScopes<Audience> sidecars;
  private final LiveScopes<PodName> workloads;
  private final Set<PodName> changedWorkloads = ConcurrentHashMap.newKeySet();
  private final String home;

  /**
   * @param home Sekisho's own namespace
   * @param changed called, on any thread, after {@link #gateways} or {@link #sidecars} has changed;
   *     must not block
   */
  ConnectedScopes(String home, Runnable changed) {
    this.home = home;
    this.gateways = new LiveScopes<>(member -> changed.run());
    this.sidecars = new LiveScopes<>(audience -> changed.run());
    this.workloads =
        new LiveScopes<>(
            pod -> {
              changedWorkloads.add(pod);
              changed.run();
            });
  }

  /** The gateways to be served. */
  Map<ProxyScope, Member> gateways() {
    return gateways.members();
  }

  /** The sidecars to be served. */
  Map<ProxyScope, Audience> sidecars() {
    return sidecars.members();
  }

  /** The Pods whose sidecars are to be served. */
  Collection<PodName> workloads() {
    return workloads.members().values();
  }

  boolean isConnected(PodName pod) {
    return workloads.contains(scope(pod));
  }

  /** Something else is known of a Pod; nothing follows if its sidecar isn't connected. */
  void touched(PodName pod) {
    if (isConnected(pod)) {
      changedWorkloads.add(pod);
    }
  }

  /** The Pods that have come to {@link #workloads} or gone since this was called before. */
  Set<PodName> takeChangedWorkloads() {
    var taken = Set.copyOf(changedWorkloads);
    changedWorkloads.removeAll(taken);
    return taken;
  }

  @Override
  public List<ProxyScope> scopesOf(
      ProxyRole role, Optional<PodName> pod, Optional<ProxyIdentity> identity) {
    return switch (role) {
      case GATEWAY -> {
        if (identity.isEmpty()) {
          yield BY_ROLE.scopesOf(role, pod, identity);
        }
        var scope = gatewayScope(identity.get());
        gateways.enter(scope, member(identity.get()), 0);
        yield List.of(scope);
      }
      case SIDECAR -> {
        var namespace = namespace(pod, identity);
        if (namespace.isEmpty()) {
          yield BY_ROLE.scopesOf(role, pod, identity);
        }
        var scope = ProxyScope.ofSidecar(namespace.get());
        sidecars.enter(scope, audience(namespace.get()), 0);
        var explicit = explicit(identity);
        explicit.ifPresent(beside -> sidecars.enter(scope(beside), beside, 0));
        var workload = workload(pod, identity);
        workload.ifPresent(name -> workloads.enter(scope(name), name, 0));
        yield Stream.of(
                Stream.of(scope),
                explicit.map(ConnectedScopes::scope).stream(),
                workload.map(ConnectedScopes::scope).stream())
            .flatMap(each -> each)
            .toList();
      }
    };
  }

  /** A stream has begun. */
  void connected(ConnectedProxy proxy) {
    switch (proxy.role()) {
      case GATEWAY ->
          proxy
              .identity()
              .ifPresent(identity -> gateways.enter(proxy.scope(), member(identity), 1));
      case SIDECAR -> {
        namespace(proxy.pod(), proxy.identity())
            .ifPresent(namespace -> sidecars.enter(proxy.scope(), audience(namespace), 1));
        explicit(proxy.identity()).ifPresent(beside -> sidecars.enter(scope(beside), beside, 1));
        workload(proxy.pod(), proxy.identity())
            .ifPresent(pod -> workloads.enter(scope(pod), pod, 1));
      }
    }
  }

  /** A stream that had begun is over. */
  void disconnected(ConnectedProxy proxy) {
    proxy.scopes().forEach(gateways::leave);
    proxy.scopes().forEach(sidecars::leave);
    proxy.scopes().forEach(workloads::leave);
  }

  /** In plaintext a Pod is believed: there is no secret in what all of a namespace share. */
  private static Optional<String> namespace(
      Optional<PodName> pod, Optional<ProxyIdentity> identity) {
    return identity
        .map(proven -> proven.spiffeId().namespace())
        .or(() -> pod.map(PodName::namespace));
  }

  /** The same holds for what services lead to it. A certificate may be of no Pod. */
  private static Optional<PodName> workload(
      Optional<PodName> pod, Optional<ProxyIdentity> identity) {
    return identity.isEmpty()
        ? pod
        : identity
            .flatMap(ProxyIdentity::pod)
            .map(proven -> new PodName(proven.namespace(), proven.name()));
  }

  /** What the sidecar is served beside, if applications use it as a proxy. */
  private static Optional<Audience> explicit(Optional<ProxyIdentity> identity) {
    return identity
        .flatMap(ProxyIdentity::pod)
        .filter(proven -> ExplicitProxying.isAskedBy(proven.labels()))
        .map(proven -> new Audience(proven.namespace(), Egress.ALL, true));
  }

  private static ProxyScope scope(Audience explicit) {
    return ProxyScope.ofExplicit(explicit.namespace());
  }

  private static ProxyScope scope(PodName pod) {
    return ProxyScope.ofWorkload(pod.namespace(), pod.name());
  }

  private Member member(ProxyIdentity identity) {
    var namespace = identity.spiffeId().namespace();
    return new Member(
        namespace,
        identity.spiffeId().serviceAccount(),
        identity.pod().map(PodIdentity::labels).orElse(Map.of()),
        identity.pod().isEmpty() || namespace.equals(home));
  }

  private static Audience audience(String namespace) {
    return new Audience(namespace, Egress.ALL);
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
