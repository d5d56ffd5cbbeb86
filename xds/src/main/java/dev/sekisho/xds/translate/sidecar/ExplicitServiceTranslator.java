package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Translates what one Service is to sidecars that applications send requests to as to a proxy,
 * beside what it is to all. A pure function, safe for any thread.
 */
public final class ExplicitServiceTranslator {
  private final OutboundClusters clusters;

  public ExplicitServiceTranslator(TrustDomain trustDomain) {
    this.clusters = new OutboundClusters(trustDomain);
  }

  /**
   * What there is because of these ports of a Service: a Service whose application chooses the
   * endpoint has other clusters of the same names, since that is told by the host alone.
   */
  public ServiceResources translate(List<OutboundPort> ports) {
    var byName =
        ports.stream()
            .filter(ExplicitServiceTranslator::mayBeAsked)
            .filter(OutboundPort::isHeadless)
            .map(port -> ForwardProxy.byName(clusters.translate(port)))
            .map(cluster -> encode(cluster.getName(), cluster))
            .toList();
    return new ServiceResources(
        Map.of(ResourceType.CLUSTER, byName),
        hosts(ports, ExplicitRoutes::host),
        Collections.emptySortedMap(),
        Optional.empty());
  }

  /**
   * What there is because of another name for a Service.
   *
   * @param ports of the Service that it names
   */
  public ServiceResources translateAlias(
      ServiceKey alias, ServiceKey service, List<OutboundPort> ports) {
    return new ServiceResources(
        Map.of(),
        hosts(ports, port -> ExplicitRoutes.alias(alias, port)),
        Collections.emptySortedMap(),
        Optional.of(service));
  }

  /** What is sent as to a proxy is HTTP: nothing needs to be detected. */
  private static boolean mayBeAsked(OutboundPort port) {
    return port.protocol().isHttp() || port.protocol() == PortProtocol.DETECTED;
  }

  private static SortedMap<Integer, ServiceHost> hosts(
      List<OutboundPort> ports, Function<OutboundPort, ServiceHost> host) {
    var hosts = new TreeMap<Integer, ServiceHost>();
    ports.stream()
        .filter(ExplicitServiceTranslator::mayBeAsked)
        .forEach(port -> hosts.put(port.ref().port(), host.apply(port)));
    return hosts;
  }
}
