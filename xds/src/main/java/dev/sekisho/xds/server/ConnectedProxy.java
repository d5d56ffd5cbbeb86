package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.Optional;

/**
 * A proxy's stream, once its first message has been accepted.
 *
 * @param stream unique among the streams of this process
 * @param proxyId the node id that the proxy gave
 * @param peer its network address
 * @param scope what it is served
 * @param identity what it has proven; empty on the plaintext port
 * @param variant the protocol that it speaks
 */
public record ConnectedProxy(
    long stream,
    String proxyId,
    String peer,
    ProxyScope scope,
    Optional<ProxyIdentity> identity,
    Variant variant) {

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
            scope,
            variant,
            identity.map(proven -> " as " + proven.spiffeId()).orElse(""));
  }
}
