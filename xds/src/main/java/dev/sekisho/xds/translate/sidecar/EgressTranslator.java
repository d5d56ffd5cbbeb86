package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

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

  /** The listener that connections are redirected to. */
  public EncodedResource redirected(SidecarPorts ports) {
    var listener = listeners.virtualOutbound(ports.outbound());
    return encode(listener.getName(), listener);
  }

  /** The listener of all Services with HTTP on a port. */
  public EncodedResource listener(int port) {
    var listener = listeners.http(port);
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
