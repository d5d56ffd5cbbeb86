package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.translate.HttpConnections;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import java.util.stream.Stream;

/** The listeners of a Service's port that nothing but an address leads to: one for each. */
final class AddressListeners {
  private static final List<String> HTTP_1 = List.of("http/1.0", "http/1.1");
  private static final List<String> HTTP_2 = List.of("h2c");

  private AddressListeners() {}

  /** None for requests: those of all Services share one. */
  static Stream<Listener> of(OutboundPort port) {
    return switch (port.protocol()) {
      case HTTP_1, HTTP_2 -> Stream.empty();
      // Without an inspector: nothing is read before the server is connected to.
      case TCP ->
          port.addresses().stream().map(at -> unbound(port, at)).map(l -> connections(port, l));
      case MONGO -> port.addresses().stream().map(at -> unbound(port, at)).map(l -> mongo(port, l));
      case DETECTED -> port.addresses().stream().map(at -> detected(port, at));
    };
  }

  private static Listener.Builder unbound(OutboundPort port, String address) {
    int number = port.ref().port();
    return OutboundListeners.unbound(SidecarNames.listener(address, number), address, number);
  }

  private static Listener connections(OutboundPort port, Listener.Builder listener) {
    return listener.addFilterChains(bytes(port)).build();
  }

  private static Listener mongo(OutboundPort port, Listener.Builder listener) {
    var counted = bytes(port).addFilters(0, TcpProxies.mongo(ResourceNames.cluster(port.ref())));
    return listener.addFilterChains(counted).build();
  }

  private static Listener detected(OutboundPort port, String address) {
    return OutboundListeners.inspected(unbound(port, address), OutboundListeners.DETECTION)
        .addFilterChains(requests(port, address, HTTP_1, MeshAlpn.HTTP_1))
        .addFilterChains(requests(port, address, HTTP_2, MeshAlpn.HTTP_2))
        .setDefaultFilterChain(bytes(port))
        .build();
  }

  private static FilterChain.Builder bytes(OutboundPort port) {
    var cluster = ResourceNames.cluster(port.ref());
    return FilterChain.newBuilder()
        .addFilters(port.isByClient() ? TcpProxies.byClientTo(cluster) : TcpProxies.to(cluster));
  }

  private static FilterChain.Builder requests(
      OutboundPort port, String address, List<String> found, MeshAlpn offered) {
    return FilterChain.newBuilder()
        .setFilterChainMatch(
            FilterChainMatch.newBuilder()
                .setTransportProtocol("raw_buffer")
                .addAllApplicationProtocols(found))
        .addFilters(
            HttpConnections.ofApplication(
                SidecarNames.listener(address, port.ref().port()),
                SidecarNames.detectedRoutes(port.ref()),
                List.of(offered.filter())));
  }
}
