package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints of one Service.
 *
 * @param nodes those that they are on
 * @param byPod the ports of the Pods among them, by the names of the Service's ports
 */
record ServiceEndpoints(
    List<EndpointSlice> slices, Set<String> nodes, Map<PodName, Set<EndpointSlice.Port>> byPod) {
  static final ServiceEndpoints NONE = new ServiceEndpoints(List.of(), Set.of(), Map.of());

  static ServiceEndpoints of(ServiceKey service, List<EndpointSlice> slices) {
    var nodes = new HashSet<String>();
    var byPod = new HashMap<PodName, Set<EndpointSlice.Port>>();
    for (var slice : slices) {
      for (var endpoint : slice.endpoints()) {
        endpoint.node().ifPresent(nodes::add);
        endpoint
            .pod()
            .ifPresent(
                name ->
                    byPod
                        .computeIfAbsent(
                            new PodName(service.namespace(), name), pod -> new LinkedHashSet<>())
                        .addAll(slice.ports()));
      }
    }
    return new ServiceEndpoints(slices, nodes, byPod);
  }
}
