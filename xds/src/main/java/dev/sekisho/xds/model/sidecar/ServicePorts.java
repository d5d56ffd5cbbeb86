package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Endpoints;
import dev.sekisho.xds.model.PortNumbers;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.ServiceTrait;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * Works out how applications reach the ports of one Service: a pure function of what is known of
 * it, whatever the order. Services that have no cluster IP yet are left out, and so are ports that
 * are the proxy's own: connections to them pass through unrouted.
 */
public final class ServicePorts {
  private final ServiceFacts facts;
  private final MeshSettings mesh;

  private ServicePorts(ServiceFacts facts, MeshSettings mesh) {
    this.facts = facts;
    this.mesh = mesh;
  }

  /** Each port once, in order. */
  public static List<OutboundPort> of(ServiceFacts facts, MeshSettings mesh) {
    return new ServicePorts(facts, mesh).all();
  }

  private List<OutboundPort> all() {
    var service = facts.service();
    if (service.vips().isEmpty() && !service.has(ServiceTrait.HEADLESS)) {
      return List.of();
    }
    var numbers = new HashSet<Integer>();
    return service.ports().stream()
        .filter(port -> PortNumbers.isPort(port.number()))
        .filter(port -> !mesh.ports().areProxys(port.number()))
        .filter(port -> numbers.add(port.number()))
        .sorted(Comparator.comparing(ServicePort::number))
        .map(this::port)
        .toList();
  }

  private OutboundPort port(ServicePort port) {
    var service = facts.service();
    return new OutboundPort(
        new ClusterRef(service.key(), port.number()),
        PortProtocol.of(port),
        ServiceSocket.of(service, port, facts.slices())
            .filter(facts.ownsSocket())
            .map(ServiceSocket::address)
            .toList(),
        service.isIpv6(),
        destination(port),
        identities(service.key()));
  }

  private Destination destination(ServicePort port) {
    var service = facts.service();
    if (service.has(ServiceTrait.HEADLESS)) {
      return new Destination.AsAddressed(allTakeMtls(port));
    }
    return new Destination.Balanced(
        Endpoints.of(facts.slices(), port.name(), facts),
        service.has(ServiceTrait.LOCAL_TRAFFIC),
        service.has(ServiceTrait.CLIENT_AFFINITY));
  }

  /** Whoever isn't ready counts as well: it may be reached when it is, without a new cluster. */
  private boolean allTakeMtls(ServicePort port) {
    return facts.slices().stream().anyMatch(slice -> !slice.endpoints().isEmpty())
        && facts.slices().stream().allMatch(slice -> allTakeMtls(slice, port));
  }

  private boolean allTakeMtls(EndpointSlice slice, ServicePort port) {
    var targets =
        slice.ports().stream()
            .filter(target -> target.name().equals(port.name()))
            .map(EndpointSlice.Port::number)
            .toList();
    return slice.endpoints().stream()
        .map(facts::pod)
        .allMatch(
            known ->
                known
                    .filter(MeshPod::takesMtls)
                    .filter(pod -> targets.stream().allMatch(pod::takesMtlsAt))
                    .isPresent());
  }

  private List<SpiffeId> identities(ServiceKey service) {
    return facts.mtlsAccounts().stream()
        .flatMap(account -> SpiffeId.of(mesh.trustDomain(), service.namespace(), account).stream())
        .toList();
  }
}
