package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.model.ClusterRef;
import java.util.List;

/**
 * A port of a Service as applications reach it.
 *
 * @param addresses those that lead to this port alone, in order: the Service's own, or those of its
 *     Pods where it has none and requests can't tell
 * @param ipv6 whether it may be asked for at an IPv6 address
 * @param identities who may answer over mTLS, by name; none: no endpoint takes it, as far as known
 */
public record OutboundPort(
    ClusterRef ref,
    PortProtocol protocol,
    List<String> addresses,
    boolean ipv6,
    Destination destination,
    List<SpiffeId> identities) {
  public OutboundPort {
    addresses = List.copyOf(addresses);
    identities = List.copyOf(identities);
  }

  /** Whether it has no address of its own, so that its Pods are also asked for by their names. */
  public boolean isHeadless() {
    return destination instanceof Destination.AsAddressed;
  }

  /** Whether all of a client goes to one endpoint. */
  public boolean isByClient() {
    return destination instanceof Destination.Balanced balanced && balanced.byClient();
  }
}
