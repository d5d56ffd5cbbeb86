package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What sidecars are sent because of one Service.
 *
 * @param whole resources that are this Service's alone, by type
 * @param hosts its part of the route configurations of HTTP ports, by the port
 * @param byNode its endpoints for those on the same node, where only these are meant for them
 * @param leadsTo the Service whose clusters its routes name, if they aren't its own
 */
public record ServiceResources(
    Map<ResourceType, List<EncodedResource>> whole,
    SortedMap<Integer, ServiceHost> hosts,
    SortedMap<String, List<EncodedResource>> byNode,
    Optional<ServiceKey> leadsTo) {
  /** Of a Service that isn't there. */
  public static final ServiceResources NONE =
      new ServiceResources(
          Map.of(), Collections.emptySortedMap(), Collections.emptySortedMap(), Optional.empty());
}
