package dev.sekisho.xds.model;

import com.google.common.net.InetAddresses;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.EndpointSlice.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Picks the endpoints of a Service's port out of its slices. */
public final class Endpoints {
  private record Socket(String address, int port) {}

  private record Facts(String zone, boolean takesMtls) {
    /**
     * Where two slices disagree, the choice must not depend on their order, and who is known to
     * take mTLS isn't spoken to in plaintext.
     */
    Facts with(Facts other) {
      return new Facts(
          zone.compareTo(other.zone) < 0 ? other.zone : zone, takesMtls || other.takesMtls);
    }
  }

  private static final Comparator<Socket> BY_ADDRESS =
      Comparator.comparing(Socket::address).thenComparing(Socket::port);

  private Endpoints() {}

  /**
   * Ready endpoints, each address and port once (slices may overlap for a moment while endpoints
   * move between them), in order; all spoken to in plaintext.
   *
   * @param portName of the Service's port; slices name theirs by it
   */
  static List<UpstreamEndpoint> ready(List<EndpointSlice> slices, String portName) {
    return ready(slices, portName, endpoint -> false);
  }

  /** The same, where some take mTLS. */
  public static List<UpstreamEndpoint> ready(
      List<EndpointSlice> slices, String portName, Predicate<Endpoint> takesMtls) {
    var found = new TreeMap<Socket, Facts>(BY_ADDRESS);
    for (var slice : slices) {
      for (var port : slice.ports()) {
        if (port.name().equals(portName) && PortNumbers.isPort(port.number())) {
          slice.endpoints().forEach(endpoint -> collect(endpoint, port, takesMtls, found));
        }
      }
    }
    return found.entrySet().stream().map(e -> endpoint(e.getKey(), e.getValue())).toList();
  }

  private static UpstreamEndpoint endpoint(Socket socket, Facts facts) {
    return new UpstreamEndpoint(
        socket.address(),
        socket.port(),
        Optional.of(facts.zone()).filter(zone -> !zone.isEmpty()),
        facts.takesMtls());
  }

  private static void collect(
      Endpoint endpoint, Port port, Predicate<Endpoint> takesMtls, Map<Socket, Facts> into) {
    if (!endpoint.ready() || endpoint.addresses().isEmpty()) {
      return;
    }
    canonical(endpoint.addresses().getFirst())
        .map(address -> new Socket(address, port.number()))
        .ifPresent(
            socket ->
                into.merge(
                    socket,
                    new Facts(endpoint.zone().orElse(""), takesMtls.test(endpoint)),
                    Facts::with));
  }

  /** Empty for host names and scoped addresses: endpoints that Envoy takes are plain addresses. */
  private static Optional<String> canonical(String address) {
    if (address.indexOf('%') >= 0 || !InetAddresses.isInetAddress(address)) {
      return Optional.empty();
    }
    return Optional.of(InetAddresses.toAddrString(InetAddresses.forString(address)));
  }
}
