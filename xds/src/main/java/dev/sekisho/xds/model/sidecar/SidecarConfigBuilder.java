package dev.sekisho.xds.model.sidecar;

import com.google.common.net.InetAddresses;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.Endpoints;
import dev.sekisho.xds.model.PortNumbers;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Works out what sidecars do. Services without cluster IPs are left out, and so are ports that are
 * the proxy's own: connections to them pass through unrouted.
 */
public final class SidecarConfigBuilder {
  private static final int IPV4_BYTES = 4;

  private record Socket(String address, int port) {}

  private final SidecarInput input;
  private final SidecarPorts ports;
  private final List<OutboundPort> outbound = new ArrayList<>();
  private final Set<Socket> taken = new HashSet<>();

  private SidecarConfigBuilder(SidecarInput input, SidecarPorts ports) {
    this.input = input;
    this.ports = ports;
  }

  public static SidecarConfig build(SidecarInput input, SidecarPorts ports) {
    var builder = new SidecarConfigBuilder(input, ports);
    input.services().values().stream()
        .filter(service -> !service.vips().isEmpty())
        .sorted(Comparator.comparing(Service::key))
        .forEach(builder::add);
    return new SidecarConfig(ports, builder.outbound, input.trustDomain(), input.revision());
  }

  private void add(Service service) {
    var numbers = new HashSet<Integer>();
    service.ports().stream()
        .filter(port -> PortNumbers.isPort(port.number()) && !ports.areProxys(port.number()))
        .filter(port -> numbers.add(port.number()))
        .sorted(Comparator.comparing(ServicePort::number))
        .forEach(port -> outbound.add(port(service, port)));
  }

  private OutboundPort port(Service service, ServicePort port) {
    var slices = input.slices().getOrDefault(service.key(), List.of());
    return new OutboundPort(
        new ClusterRef(service.key(), port.number()),
        PortProtocol.of(port),
        vips(service, port.number()),
        Endpoints.ready(slices, port.name(), endpoint -> takesMtls(service.key(), endpoint)),
        identities(service.key(), slices));
  }

  /** An address that two Services claim is the first one's: Envoy refuses it twice. */
  private List<String> vips(Service service, int port) {
    return service.vips().stream()
        .filter(InetAddresses::isInetAddress)
        .map(InetAddresses::forString)
        .filter(vip -> vip.getAddress().length == IPV4_BYTES)
        .map(InetAddresses::toAddrString)
        .distinct()
        .sorted()
        .filter(vip -> taken.add(new Socket(vip, port)))
        .toList();
  }

  private boolean takesMtls(ServiceKey service, Endpoint endpoint) {
    return pod(service, endpoint).filter(MeshPod::takesMtls).isPresent();
  }

  /**
   * Also of endpoints that aren't ready yet: a cluster shouldn't change for each that becomes so.
   */
  private List<SpiffeId> identities(ServiceKey service, List<EndpointSlice> slices) {
    return slices.stream()
        .flatMap(slice -> slice.endpoints().stream())
        .flatMap(endpoint -> pod(service, endpoint).stream())
        .filter(MeshPod::takesMtls)
        .map(MeshPod::serviceAccount)
        .distinct()
        .sorted()
        .flatMap(account -> identity(service.namespace(), account))
        .toList();
  }

  private Optional<MeshPod> pod(ServiceKey service, Endpoint endpoint) {
    return endpoint
        .pod()
        .map(name -> new PodName(service.namespace(), name))
        .flatMap(name -> Optional.ofNullable(input.pods().get(name)));
  }

  private Stream<SpiffeId> identity(String namespace, String account) {
    var uri = "spiffe://%s/ns/%s/sa/%s".formatted(input.trustDomain(), namespace, account);
    return SpiffeId.parse(uri).stream();
  }
}
