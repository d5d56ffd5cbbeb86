package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.EncodedPart;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.Collection;
import java.util.List;

/**
 * Translates what sidecars need for connections of their applications, whatever Services there are.
 * Pure, safe for any thread.
 */
public final class EgressTranslator {
  private static final List<EncodedResource> CLUSTERS =
      OutboundClusters.FIXED.stream().map(cluster -> encode(cluster.getName(), cluster)).toList();

  private final OutboundListeners listeners;
  private final OutboundRoutes routes;

  public EgressTranslator(OutboundTrafficPolicy policy) {
    this.listeners = new OutboundListeners(policy);
    this.routes = new OutboundRoutes(policy);
  }

  /** The clusters that belong to no Service. */
  public List<EncodedResource> clusters() {
    return CLUSTERS;
  }

  /** Of {@link #clusters}, the one for calls of the application, by the Pod's own addresses. */
  public static EncodedResource inboundPassthrough(IpFamilies families) {
    var cluster = OutboundClusters.inboundPassthrough(families);
    return encode(cluster.getName(), cluster);
  }

  /**
   * The listener that connections are redirected to.
   *
   * @param families of the Pod's addresses
   */
  public EncodedResource redirected(SidecarPorts ports, IpFamilies families) {
    var listener = listeners.virtualOutbound(ports.outbound(), families);
    return encode(listener.getName(), listener);
  }

  /**
   * The listener of all Services with HTTP on a port.
   *
   * @param families of the addresses that these have
   */
  public EncodedResource listener(int port, IpFamilies families) {
    var listener = listeners.http(port, families);
    return encode(listener.getName(), listener);
  }

  /** What {@link #listener} is named. */
  public static String listenerName(int port) {
    return ResourceNames.listener(port);
  }

  /** What the routes of a port are named. */
  public static String routesName(int port) {
    return SidecarNames.routes(port);
  }

  /** The virtual hosts of Services, to be joined with others. */
  public static EncodedParts hosts(Collection<EncodedPart> hosts) {
    return EncodedParts.of(RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER, hosts);
  }

  /** The routes of the same port, with these virtual hosts. */
  public EncodedResource routes(int port, EncodedParts hosts) {
    return routes.configuration(port, hosts);
  }
}
