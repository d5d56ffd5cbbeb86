package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A snapshot with what distinguishes it from the one before, computed once for all streams.
 *
 * @param snapshot what is served from now on
 * @param previous what was served before
 * @param changed by type the names that were added, changed or removed; types without a change are
 *     left out
 */
record Publication(
    ResourceSnapshot snapshot, ResourceSnapshot previous, Map<ResourceType, Set<String>> changed) {

  static Publication of(ResourceSnapshot snapshot, ResourceSnapshot previous) {
    return new Publication(snapshot, previous, changes(previous, snapshot));
  }

  /** The changes since {@code known}: free if that is the previous snapshot or this one. */
  Map<ResourceType, Set<String>> changesSince(ResourceSnapshot known) {
    if (known == snapshot) {
      return Map.of();
    }
    return known == previous ? changed : changes(known, snapshot);
  }

  private static Map<ResourceType, Set<String>> changes(
      ResourceSnapshot from, ResourceSnapshot to) {
    var changes = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      if (!from.version(type).equals(to.version(type))) {
        changes.put(type, changedNames(type, from, to));
      }
    }
    return changes;
  }

  private static Set<String> changedNames(
      ResourceType type, ResourceSnapshot from, ResourceSnapshot to) {
    var names = new HashSet<String>();
    for (var resource : to.resources(type).values()) {
      var before = from.find(type, resource.name());
      if (before.isEmpty() || !before.get().version().equals(resource.version())) {
        names.add(resource.name());
      }
    }
    for (var name : from.resources(type).keySet()) {
      if (to.find(type, name).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
