package dev.sekisho.xds.resources;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of a snapshot is to become different. The last word about a name counts. For one thread. */
public final class ResourceChanges {
  private final Map<ResourceType, SortedMap<String, Optional<EncodedResource>>> byType =
      new EnumMap<>(ResourceType.class);

  /** From now on there is this resource. */
  public void put(ResourceType type, EncodedResource resource) {
    ofType(type).put(resource.name(), Optional.of(resource));
  }

  /** From now on there is none of that name. */
  public void remove(ResourceType type, String name) {
    ofType(type).put(name, Optional.empty());
  }

  public boolean isEmpty() {
    return byType.isEmpty();
  }

  private SortedMap<String, Optional<EncodedResource>> ofType(ResourceType type) {
    return byType.computeIfAbsent(type, t -> new TreeMap<>());
  }

  SortedMap<String, Optional<EncodedResource>> of(ResourceType type) {
    return byType.getOrDefault(type, Collections.emptySortedMap());
  }

  /** The names by type whose resources are others than in the snapshot. */
  public Map<ResourceType, SortedSet<String>> against(ResourceSnapshot before) {
    var changed = new EnumMap<ResourceType, SortedSet<String>>(ResourceType.class);
    byType.forEach(
        (type, changes) -> {
          var names = new TreeSet<String>();
          changes.forEach(
              (name, now) -> {
                if (!Objects.equals(
                    before.find(type, name).map(EncodedResource::version),
                    now.map(EncodedResource::version))) {
                  names.add(name);
                }
              });
          if (!names.isEmpty()) {
            changed.put(type, names);
          }
        });
    return changed;
  }
}
