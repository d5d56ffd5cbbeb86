package dev.sekisho.xds.model;

import com.google.common.net.InetAddresses;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.EndpointSlice.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Picks the endpoints of a Service's port out of its slices. */
public final class Endpoints {
  private record Socket(String address, int port) {}

  private record Facts(String zone, EndpointState state, UpstreamPeer peer) {
    /** Where two slices disagree, the choice must not depend on their order. */
    Facts with(Facts other) {
      return new Facts(
          zone.compareTo(other.zone) < 0 ? other.zone : zone,
          state.compareTo(other.state) < 0 ? other.state : state,
          peer.or(other.peer));
    }
  }

  private static final Comparator<Socket> BY_ADDRESS =
      Comparator.comparing(Socket::address).thenComparing(Socket::port);

  private Endpoints() {}

  /** Those of a port; nothing is known of who they are. */
  public static List<UpstreamEndpoint> of(List<EndpointSlice> slices, String portName) {
    return of(slices, portName, endpoint -> UpstreamPeer.UNKNOWN);
  }

  /**
   * Endpoints that are ready or draining, each address and port once (slices may overlap for a
   * moment while endpoints move between them), in order.
   *
   * @param portName of the Service's port; slices name theirs by it
   */
  public static List<UpstreamEndpoint> of(
      List<EndpointSlice> slices, String portName, Function<Endpoint, UpstreamPeer> peer) {
    var found = new TreeMap<Socket, Facts>(BY_ADDRESS);
    for (var slice : slices) {
      for (var port : slice.ports()) {
        if (port.name().equals(portName) && PortNumbers.isPort(port.number())) {
          slice.endpoints().forEach(endpoint -> collect(endpoint, port, peer, found));
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
        facts.state() == EndpointState.DRAINING,
        facts.peer());
  }

  private static void collect(
      Endpoint endpoint, Port port, Function<Endpoint, UpstreamPeer> peer, Map<Socket, Facts> in) {
    if (endpoint.state() == EndpointState.NOT_READY || endpoint.addresses().isEmpty()) {
      return;
    }
    var facts = new Facts(endpoint.zone().orElse(""), endpoint.state(), peer.apply(endpoint));
    canonical(endpoint.addresses().getFirst())
        .map(address -> new Socket(address, port.number()))
        .ifPresent(socket -> in.merge(socket, facts, Facts::with));
  }

  /** Empty for host names and scoped addresses: endpoints that Envoy takes are plain addresses. */
  private static Optional<String> canonical(String address) {
    if (address.indexOf('%') >= 0 || !InetAddresses.isInetAddress(address)) {
      return Optional.empty();
    }
    return Optional.of(InetAddresses.toAddrString(InetAddresses.forString(address)));
  }
}
