package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.identity.ClientCertificates;
import dev.sekisho.controlplane.identity.KubernetesAuthenticator;
import dev.sekisho.controlplane.identity.PeopleAuthenticator;
import dev.sekisho.controlplane.source.ClusterPods;
import dev.sekisho.controlplane.source.ClusterTokens;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Who proxies are, as far as the source of objects can tell. */
final class ProxyIdentities implements AutoCloseable {
  private final ProxyAuthenticator authenticator;
  private final ProxyAuthenticator people;
  private final Optional<ClusterPods> pods;
  private final Runnable close;

  private ProxyIdentities(
      ProxyAuthenticator authenticator,
      ProxyAuthenticator people,
      Optional<ClusterPods> pods,
      Runnable close) {
    this.authenticator = authenticator;
    this.people = people;
    this.pods = pods;
    this.close = close;
  }

  /** By tokens of the cluster's Pods, and by client certificates. */
  static ProxyIdentities of(
      KubernetesConnection cluster, TrustDomain trustDomain, String audience, InstantSource clock) {
    var pods = new ClusterPods(cluster);
    var tokens = new ClusterTokens(cluster);
    var authenticator = new KubernetesAuthenticator(tokens, pods, trustDomain, audience, clock);
    var people = new PeopleAuthenticator(authenticator, tokens, trustDomain);
    return new ProxyIdentities(
        authenticator,
        people,
        Optional.of(pods),
        () -> {
          people.close();
          authenticator.close();
          pods.close();
        });
  }

  /** By client certificates alone: there is no cluster. */
  static ProxyIdentities of(TrustDomain trustDomain) {
    var certificates = new ClientCertificates(trustDomain);
    return new ProxyIdentities(certificates, certificates, Optional.empty(), () -> {});
  }

  ProxyAuthenticator authenticator() {
    return authenticator;
  }

  /** Knows people who look at proxies; no proof of being one. */
  ProxyAuthenticator people() {
    return people;
  }

  /** The Pods of the cluster; empty without one. */
  Optional<ClusterPods> pods() {
    return pods;
  }

  /** Tells the uid of each Pod that goes from now on. */
  void onPodGone(Consumer<String> listener) {
    pods.ifPresent(cluster -> cluster.onGone(listener));
  }

  @Override
  public void close() {
    close.run();
  }
}
