package dev.sekisho.xds.engine;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the sidecars of one namespace see a layer: they know the Services of their own by shorter
 * names, and share all the rest. For one thread.
 */
final class NamespaceView {
  private final Audience audience;
  private final EgressLayer layer;

  /** The routes of ports with a Service of the namespace. */
  private final Map<Integer, EncodedResource> near = new HashMap<>();

  NamespaceView(Audience audience, EgressLayer layer) {
    this.audience = audience;
    this.layer = layer;
    layer.ports().forEach(this::refresh);
  }

  Audience audience() {
    return audience;
  }

  /**
   * Follows the last update of the layer.
   *
   * @return whether there was anything in it
   */
  boolean update() {
    layer.changedPorts().forEach(this::refresh);
    return !layer.changed().isEmpty() || !layer.changedPorts().isEmpty();
  }

  private void refresh(int port) {
    if (layer.isNear(port, audience.namespace())) {
      near.put(port, layer.routes(port, audience.namespace()));
    } else {
      near.remove(port);
    }
  }

  /** What is served now. */
  ResourceSnapshot snapshot() {
    var routes = new ResourceChanges();
    near.values().forEach(route -> routes.put(ResourceType.ROUTE, route));
    return layer.snapshot().with(routes);
  }

  /** What the last update changed, by type, between these two. */
  Map<ResourceType, SortedSet<String>> changed(ResourceSnapshot before, ResourceSnapshot after) {
    var changed = new EnumMap<ResourceType, SortedSet<String>>(ResourceType.class);
    changed.putAll(layer.changed());
    changed.remove(ResourceType.ROUTE);
    var routes = new TreeSet<String>();
    layer.changedPorts().forEach(port -> routes.add(EgressTranslator.routesName(port)));
    routes.addAll(layer.changed().getOrDefault(ResourceType.ROUTE, Collections.emptySortedSet()));
    routes.removeIf(name -> version(before, name).equals(version(after, name)));
    if (!routes.isEmpty()) {
      changed.put(ResourceType.ROUTE, routes);
    }
    return changed;
  }

  private static Optional<String> version(ResourceSnapshot snapshot, String route) {
    return snapshot.find(ResourceType.ROUTE, route).map(EncodedResource::version);
  }
}
