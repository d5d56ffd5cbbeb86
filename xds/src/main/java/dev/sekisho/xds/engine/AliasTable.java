package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which Services are other names for which ({@code ExternalName}). For one thread. */
final class AliasTable {
  /** So many names on the way to a Service at most, as with resolvers of DNS; a circle ends so. */
  private static final int MAX_HOPS = 16;

  private final Map<ServiceKey, ServiceKey> targets = new HashMap<>();
  private final Map<ServiceKey, Set<ServiceKey>> aliases = new HashMap<>();

  /** Takes what a Service is now; empty: gone. */
  void put(ServiceKey key, Optional<Service> service) {
    var before = targets.remove(key);
    if (before != null) {
      aliases.computeIfPresent(
          before,
          (target, names) -> {
            names.remove(key);
            return names.isEmpty() ? null : names;
          });
    }
    service
        .flatMap(Service::aliasOf)
        .ifPresent(
            target -> {
              targets.put(key, target);
              aliases.computeIfAbsent(target, t -> new TreeSet<>()).add(key);
            });
  }

  /** Where the name leads in the end, which may be no Service; empty if it is no other's name. */
  Optional<ServiceKey> targetOf(ServiceKey key) {
    var target = Optional.ofNullable(targets.get(key));
    for (int i = 0; i < MAX_HOPS && target.isPresent(); i++) {
      var next = targets.get(target.get());
      if (next == null) {
        return target;
      }
      target = Optional.of(next);
    }
    return Optional.empty();
  }

  /** All that lead to the Service, also by way of others. */
  Set<ServiceKey> namesOf(ServiceKey key) {
    var found = new LinkedHashSet<ServiceKey>();
    collect(key, found);
    return found;
  }

  private void collect(ServiceKey key, Set<ServiceKey> found) {
    var layer = Set.of(key);
    for (int i = 0; i <= MAX_HOPS && !layer.isEmpty(); i++) {
      var next = new TreeSet<ServiceKey>();
      for (var each : layer) {
        next.addAll(aliases.getOrDefault(each, Set.of()));
      }
      next.removeAll(found);
      found.addAll(next);
      layer = next;
    }
  }
}
