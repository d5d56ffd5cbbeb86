package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.UpstreamEndpoint;
import dev.sekisho.xds.model.sidecar.Destination;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.EndpointTranslator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates what one Service is to sidecars. A pure function, safe for any thread: equal ports
 * give equal bytes and versions.
 */
public final class ServiceTranslator {
  private final OutboundClusters clusters;
  private final EndpointTranslator endpoints = new EndpointTranslator();

  public ServiceTranslator(TrustDomain trustDomain) {
    this.clusters = new OutboundClusters(trustDomain);
  }

  /** What there is because of these ports of a Service. */
  public ServiceResources translate(List<OutboundPort> ports) {
    return new ServiceResources(
        Map.of(
            ResourceType.CLUSTER, ports.stream().map(this::cluster).toList(),
            ResourceType.ENDPOINT, ports.stream().flatMap(this::endpoints).toList(),
            ResourceType.LISTENER, ports.stream().flatMap(ServiceTranslator::listeners).toList(),
            ResourceType.ROUTE, ports.stream().flatMap(ServiceTranslator::routes).toList()),
        hosts(ports, OutboundRoutes::host),
        byNode(ports),
        Optional.empty());
  }

  /**
   * What there is because of another name for a Service: requests tell who they are for, other
   * connections already go to the Service's address.
   *
   * @param ports of the Service that it names
   */
  public ServiceResources translateAlias(
      ServiceKey alias, ServiceKey service, List<OutboundPort> ports) {
    return new ServiceResources(
        Map.of(),
        hosts(ports, port -> OutboundRoutes.alias(alias, port)),
        Collections.emptySortedMap(),
        Optional.of(service));
  }

  private EncodedResource cluster(OutboundPort port) {
    var cluster = clusters.translate(port);
    return encode(cluster.getName(), cluster);
  }

  private Stream<EncodedResource> endpoints(OutboundPort port) {
    return switch (port.destination()) {
      // Those of the same node are another node's own: this is for all that have none.
      case Destination.Balanced(var all, var sameNode, var byClient) ->
          Stream.of(endpoints(port, sameNode ? List.of() : all));
      case Destination.AsAddressed ignored -> Stream.empty();
    };
  }

  private EncodedResource endpoints(OutboundPort port, List<UpstreamEndpoint> all) {
    var assignment = endpoints.translate(port.ref(), all);
    return encode(assignment.getClusterName(), assignment);
  }

  private SortedMap<String, List<EncodedResource>> byNode(List<OutboundPort> ports) {
    var byNode = new TreeMap<String, List<EncodedResource>>();
    for (var port : ports) {
      if (port.destination() instanceof Destination.Balanced balanced && balanced.sameNode()) {
        balanced.endpoints().stream()
            .filter(endpoint -> !endpoint.node().isEmpty())
            .collect(Collectors.groupingBy(UpstreamEndpoint::node))
            .forEach(
                (node, local) ->
                    byNode
                        .computeIfAbsent(node, n -> new ArrayList<>())
                        .add(endpoints(port, local)));
      }
    }
    return byNode;
  }

  private static Stream<EncodedResource> listeners(OutboundPort port) {
    return AddressListeners.of(port).map(listener -> encode(listener.getName(), listener));
  }

  /** Without a listener that asks for them nobody needs them. */
  private static Stream<EncodedResource> routes(OutboundPort port) {
    if (port.protocol() != PortProtocol.DETECTED || port.addresses().isEmpty()) {
      return Stream.empty();
    }
    var routes = OutboundRoutes.detected(port);
    return Stream.of(encode(routes.getName(), routes));
  }

  private static SortedMap<Integer, ServiceHost> hosts(
      List<OutboundPort> ports, Function<OutboundPort, ServiceHost> host) {
    var hosts = new TreeMap<Integer, ServiceHost>();
    ports.stream()
        .filter(port -> port.protocol().isHttp())
        .forEach(port -> hosts.put(port.ref().port(), host.apply(port)));
    return hosts;
  }
}
