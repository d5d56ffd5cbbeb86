package dev.sekisho.xds.model;

import com.google.common.net.InetAddresses;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.EndpointSlice.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Picks the endpoints of a Service's port out of its slices. */
final class Endpoints {
  private record Socket(String address, int port) {}

  private static final Comparator<Socket> BY_ADDRESS =
      Comparator.comparing(Socket::address).thenComparing(Socket::port);

  private Endpoints() {}

  /**
   * Ready endpoints, each address and port once (slices may overlap for a moment while endpoints
   * move between them), in order.
   *
   * @param portName of the Service's port; slices name theirs by it
   */
  static List<UpstreamEndpoint> ready(List<EndpointSlice> slices, String portName) {
    var zones = new TreeMap<Socket, String>(BY_ADDRESS);
    for (var slice : slices) {
      for (var port : slice.ports()) {
        if (port.name().equals(portName) && PortNumbers.isPort(port.number())) {
          slice.endpoints().forEach(endpoint -> collect(endpoint, port, zones));
        }
      }
    }
    return zones.entrySet().stream()
        .map(e -> endpoint(e.getKey(), Optional.of(e.getValue()).filter(z -> !z.isEmpty())))
        .toList();
  }

  private static UpstreamEndpoint endpoint(Socket socket, Optional<String> zone) {
    return new UpstreamEndpoint(socket.address(), socket.port(), zone);
  }

  private static void collect(Endpoint endpoint, Port port, Map<Socket, String> into) {
    if (!endpoint.ready() || endpoint.addresses().isEmpty()) {
      return;
    }
    canonical(endpoint.addresses().getFirst())
        .map(address -> new Socket(address, port.number()))
        .ifPresent(
            // Where two slices disagree on the zone, the choice must not depend on their order.
            socket -> into.merge(socket, endpoint.zone().orElse(""), Endpoints::laterName));
  }

  private static String laterName(String a, String b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  /** Empty for host names and scoped addresses: endpoints that Envoy takes are plain addresses. */
  private static Optional<String> canonical(String address) {
    if (address.indexOf('%') >= 0 || !InetAddresses.isInetAddress(address)) {
      return Optional.empty();
    }
    return Optional.of(InetAddresses.toAddrString(InetAddresses.forString(address)));
  }
}
