package dev.sekisho.xds.model;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;

/**
 * What is served over TLS for one entry of an Ingress's {@code tls}.
 *
 * @param entry the position in {@code tls}, from 0
 * @param sniHosts the server names that lead here, no two chains share one; {@code *} stands for
 *     any other name and for clients that send none
 * @param virtualHosts those that share a name with {@code sniHosts}
 */
public record TlsChain(
    ObjectKey ingress,
    int entry,
    SecretKey certificate,
    List<HostPattern> sniHosts,
    List<VirtualHost> virtualHosts) {
  public TlsChain {
    sniHosts = List.copyOf(sniHosts);
    virtualHosts = List.copyOf(virtualHosts);
  }
}
