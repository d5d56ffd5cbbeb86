package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.HostClaim;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;

/**
 * What other policies would make of the objects that claim hosts.
 *
 * @param denied those that admission would refuse now, and would not before
 * @param admitted those that admission would no longer refuse
 * @param withdrawn the hosts that the gateway would no longer serve
 * @param restored the hosts that it would serve again
 */
public record HostImpact(
    List<ObjectKey> denied,
    List<ObjectKey> admitted,
    List<HostClaim> withdrawn,
    List<HostClaim> restored) {
  public HostImpact {
    denied = List.copyOf(denied);
    admitted = List.copyOf(admitted);
    withdrawn = List.copyOf(withdrawn);
    restored = List.copyOf(restored);
  }
}
