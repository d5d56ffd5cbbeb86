package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import java.util.List;

/**
 * Where a Pod is.
 *
 * @param ips its addresses, the first one first; empty before it has any
 * @param node that it is on; empty text if that isn't known
 */
public record PodPlace(List<String> ips, String node) {
  /** Nothing is known of it. */
  public static final PodPlace UNKNOWN = new PodPlace(List.of(), "");

  public PodPlace {
    ips = List.copyOf(ips);
  }

  IpFamilies families() {
    return IpFamilies.of(ips);
  }

  /** The address that Kubernetes calls the Pod's; empty text before it has one. */
  String ip() {
    return ips.isEmpty() ? "" : ips.getFirst();
  }
}
