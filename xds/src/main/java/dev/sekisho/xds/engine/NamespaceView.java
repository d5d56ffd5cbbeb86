package dev.sekisho.xds.engine;

import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * How the sidecars of one namespace see a layer: they know the Services of their own by shorter
 * names, and share all the rest. For one thread.
 */
final class NamespaceView {
  private static final SortedSet<String> NO_NAMES = Collections.emptySortedSet();

  private final Audience audience;
  private final EgressLayer layer;
  private ResourceSnapshot snapshot;
  private Map<ResourceType, SortedSet<String>> changed = Map.of();

  NamespaceView(Audience audience, EgressLayer layer) {
    this.audience = audience;
    this.layer = layer;
    var near = new ResourceChanges();
    layer.near(audience.namespace()).forEach(route -> near.put(ResourceType.ROUTE, route));
    snapshot = layer.snapshot().with(near);
  }

  Audience audience() {
    return audience;
  }

  /** What is served now. */
  ResourceSnapshot snapshot() {
    return snapshot;
  }

  /** The names that the last update changed; types without are left out. */
  Map<ResourceType, SortedSet<String>> changed() {
    return changed;
  }

  /** Follows the last update of the layer. */
  void update() {
    var routes = new ResourceChanges();
    for (var name : layer.changed().getOrDefault(ResourceType.ROUTE, NO_NAMES)) {
      layer
          .snapshot()
          .find(ResourceType.ROUTE, name)
          .ifPresentOrElse(
              route -> routes.put(ResourceType.ROUTE, route),
              () -> routes.remove(ResourceType.ROUTE, name));
    }
    layer.touchedNear(audience.namespace()).forEach(route -> routes.put(ResourceType.ROUTE, route));
    var all = new EnumMap<ResourceType, SortedSet<String>>(ResourceType.class);
    all.putAll(layer.changed());
    all.remove(ResourceType.ROUTE);
    all.putAll(routes.against(snapshot));
    changed = all;
    snapshot = layer.snapshot().taking(ResourceType.ROUTE, snapshot.with(routes));
  }
}
