package dev.sekisho.xds.server;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.List;
import java.util.Optional;

/**
 * A proxy's stream, once its first message has been accepted.
 *
 * @param stream unique among the streams of this process
 * @param proxyId the node id that the proxy gave
 * @param peer its network address
 * @param role what it is for
 * @param pod that it is in; without an identity that is what it says
 * @param scopes the parts of what it is served, the first one the largest
 * @param identity what it has proven; empty on the plaintext port
 * @param variant the protocol that it speaks
 */
public record ConnectedProxy(
    long stream,
    String proxyId,
    String peer,
    ProxyRole role,
    Optional<PodName> pod,
    List<ProxyScope> scopes,
    Optional<ProxyIdentity> identity,
    Variant variant) {
  public ConnectedProxy {
    scopes = List.copyOf(scopes);
  }

  /** The first of its scopes. */
  public ProxyScope scope() {
    return scopes.getFirst();
  }

  /** {@code Pod.namespace}, as Istio's tools name proxies; the node id where it says no Pod. */
  public String name() {
    return identity
        .flatMap(ProxyIdentity::pod)
        .map(known -> new PodName(known.namespace(), known.name()))
        .or(this::pod)
        .map(known -> known.name() + "." + known.namespace())
        .orElse(proxyId);
  }

  /** The one that it has proven to be of, or says so; empty where it does neither. */
  public String namespace() {
    return identity
        .map(proven -> proven.spiffeId().namespace())
        .or(() -> pod.map(PodName::namespace))
        .orElse("");
  }

  /** The two variants of the aggregated protocol. */
  public enum Variant {
    /** Incremental: only what changed is sent. */
    DELTA,
    /** State of the world: all of a type is sent when one changes. */
    STATE_OF_THE_WORLD
  }

  /** One line for a log. */
  @Override
  public String toString() {
    return "%s at %s, stream %d (%s, %s)%s"
        .formatted(
            proxyId,
            peer,
            stream,
            scope(),
            variant,
            identity.map(proven -> " as " + proven.spiffeId()).orElse(""));
  }
}
