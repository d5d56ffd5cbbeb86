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
public final class Endpoints {
  private record Socket(String address, int port) {}

  /** What is known of endpoints beside their slices. */
  public interface Knowledge {
    /** Nothing. */
    Knowledge NONE = (endpoint, port) -> UpstreamPeer.UNKNOWN;

    /** Who it is, on that port of its own. */
    UpstreamPeer peer(Endpoint endpoint, int port);

    /** Where its node stands. */
    default NodeLocality locality(Endpoint endpoint) {
      return NodeLocality.UNKNOWN;
    }
  }

  private record Facts(NodeLocality locality, String node, EndpointState state, UpstreamPeer peer) {
    /** Where two slices disagree, the choice must not depend on their order. */
    Facts with(Facts other) {
      return new Facts(
          locality.compareTo(other.locality) < 0 ? other.locality : locality,
          node.compareTo(other.node) < 0 ? other.node : node,
          state.compareTo(other.state) < 0 ? other.state : state,
          peer.or(other.peer));
    }
  }

  private static final Comparator<Socket> BY_ADDRESS =
      Comparator.comparing(Socket::address).thenComparing(Socket::port);

  private Endpoints() {}

  /** Those of a port; nothing is known of them but what their slices say. */
  public static List<UpstreamEndpoint> of(List<EndpointSlice> slices, String portName) {
    return of(slices, portName, Knowledge.NONE);
  }

  /**
   * Endpoints that are ready or draining, each address and port once (slices may overlap for a
   * moment while endpoints move between them), in order.
   *
   * @param portName of the Service's port; slices name theirs by it
   */
  public static List<UpstreamEndpoint> of(
      List<EndpointSlice> slices, String portName, Knowledge knowledge) {
    var found = new TreeMap<Socket, Facts>(BY_ADDRESS);
    for (var slice : slices) {
      for (var port : slice.ports()) {
        if (port.name().equals(portName) && PortNumbers.isPort(port.number())) {
          slice.endpoints().forEach(endpoint -> collect(endpoint, port, knowledge, found));
        }
      }
    }
    return found.entrySet().stream().map(e -> endpoint(e.getKey(), e.getValue())).toList();
  }

  private static UpstreamEndpoint endpoint(Socket socket, Facts facts) {
    return new UpstreamEndpoint(
        socket.address(),
        socket.port(),
        facts.locality(),
        facts.node(),
        facts.state() == EndpointState.DRAINING,
        facts.peer());
  }

  private static void collect(
      Endpoint endpoint, Port port, Knowledge knowledge, Map<Socket, Facts> in) {
    if (endpoint.state() == EndpointState.NOT_READY || endpoint.addresses().isEmpty()) {
      return;
    }
    var facts =
        new Facts(
            knowledge.locality(endpoint).orOf(NodeLocality.ofZone(endpoint.zone())),
            endpoint.node().orElse(""),
            endpoint.state(),
            knowledge.peer(endpoint, port.number()));
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
