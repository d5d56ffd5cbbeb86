package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * A port of a workload that Services lead to.
 *
 * @param number of the workload, which its Services' port may differ from
 * @param service the port of the Service that requests are counted for; where several lead here,
 *     the first
 * @param others Services that lead here by a port of the same number, in order
 */
public record InboundPort(
    int number, PortProtocol protocol, ClusterRef service, List<ServiceKey> others) {
  public InboundPort {
    others = List.copyOf(others);
  }

  /** One that a single Service leads to. */
  public InboundPort(int number, PortProtocol protocol, ClusterRef service) {
    this(number, protocol, service, List.of());
  }

  /** All Services that statistics name it by; one by another port isn't, as with Istio. */
  public List<ServiceKey> services() {
    return Stream.concat(Stream.of(service.service()), others.stream()).toList();
  }

  /** The same port as another Service leads to it; nothing is taken from that but its name. */
  InboundPort and(InboundPort other) {
    var known = services();
    return other.service.port() != service.port() || known.contains(other.service.service())
        ? this
        : new InboundPort(
            number,
            protocol,
            service,
            Stream.concat(others.stream(), Stream.of(other.service.service())).toList());
  }
}
