package dev.sekisho.xds.model.sidecar;

import com.google.common.net.InetAddresses;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Endpoints;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.UpstreamEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where applications reach a Service. Ordered: by port, IPv4 first.
 *
 * @param address an IP address in canonical form
 */
public record ServiceSocket(String address, int port) implements Comparable<ServiceSocket> {
  private static final Comparator<ServiceSocket> ORDER =
      Comparator.comparing(ServiceSocket::port)
          .thenComparing(ServiceSocket::isIpv6)
          .thenComparing(ServiceSocket::address);

  /** All that a Service claims. Of its own addresses, or of its Pods' where it has none. */
  public static SortedSet<ServiceSocket> of(Service service, List<EndpointSlice> slices) {
    return service.ports().stream()
        .flatMap(port -> of(service, port, slices))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those of one of its ports, in order. */
  static Stream<ServiceSocket> of(Service service, ServicePort port, List<EndpointSlice> slices) {
    return addresses(service, port, slices)
        .map(address -> new ServiceSocket(address, port.number()))
        .distinct()
        .sorted();
  }

  /** Requests tell who they are for; a connection without requests has nothing but its address. */
  private static Stream<String> addresses(
      Service service, ServicePort port, List<EndpointSlice> slices) {
    if (!service.has(ServiceTrait.HEADLESS)) {
      return service.vips().stream()
          .filter(InetAddresses::isInetAddress)
          .map(InetAddresses::forString)
          .map(InetAddresses::toAddrString);
    }
    return PortProtocol.of(port).isHttp()
        ? Stream.empty()
        : Endpoints.of(slices, port.name()).stream().map(UpstreamEndpoint::address);
  }

  private boolean isIpv6() {
    return IpFamilies.isIpv6(address);
  }

  @Override
  public int compareTo(ServiceSocket other) {
    return ORDER.compare(this, other);
  }
}
