package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.xds.model.sidecar.SidecarConfig;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.EndpointTranslator;
import java.util.List;
import java.util.Map;

/**
 * Translates the configuration of sidecars to what they are served. A pure function, safe for any
 * thread: equal configurations give equal bytes and versions. Most is the same for all namespaces
 * and encoded once.
 */
public final class SidecarTranslator {
  private final OutboundRoutes routes = new OutboundRoutes();
  private final SidecarConfig config;
  private final List<EncodedResource> clusters;
  private final List<EncodedResource> endpoints;
  private final List<EncodedResource> listeners;

  public SidecarTranslator(SidecarConfig config) {
    var endpointTranslator = new EndpointTranslator();
    this.config = config;
    this.clusters =
        new OutboundClusters().translate(config).map(c -> encode(c.getName(), c)).toList();
    this.endpoints =
        config.outbound().stream()
            .map(port -> endpointTranslator.translate(port.ref(), port.endpoints()))
            .map(assignment -> encode(assignment.getClusterName(), assignment))
            .toList();
    this.listeners =
        new OutboundListeners().translate(config).map(l -> encode(l.getName(), l)).toList();
  }

  /** The resources of the sidecars in that namespace. */
  public ResourceSnapshot translate(String namespace) {
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER,
            clusters,
            ResourceType.ENDPOINT,
            endpoints,
            ResourceType.LISTENER,
            listeners,
            ResourceType.ROUTE,
            routes.translate(config, namespace).map(r -> encode(r.getName(), r)).toList()),
        config.revision());
  }
}
