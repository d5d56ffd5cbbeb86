package dev.sekisho.xds.resources;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All resources of one proxy scope at one moment. Immutable and safe to share between threads.
 *
 * <p>The policy revision that it was made from stands beside the resources, never inside them: a
 * resource that nothing changed for keeps its version.
 */
public final class ResourceSnapshot {
  /** No resources, and the empty revision: what is served before the first translation. */
  public static final ResourceSnapshot EMPTY = of(Map.of(), "");

  private final Map<ResourceType, ResourceSet> resources;
  private final String revision;

  private ResourceSnapshot(Map<ResourceType, ResourceSet> resources, String revision) {
    this.resources = resources;
    this.revision = revision;
  }

  /**
   * A snapshot of these resources; types that aren't named have none.
   *
   * @throws IllegalArgumentException if two resources of a type have the same name
   */
  public static ResourceSnapshot of(
      Map<ResourceType, ? extends Collection<EncodedResource>> resources, String revision) {
    var byType = new EnumMap<ResourceType, ResourceSet>(ResourceType.class);
    for (var type : ResourceType.values()) {
      var ofType = resources.get(type);
      byType.put(type, ResourceSet.EMPTY.with(byName(type, ofType == null ? List.of() : ofType)));
    }
    return new ResourceSnapshot(byType, revision);
  }

  private static Map<String, Optional<EncodedResource>> byName(
      ResourceType type, Collection<EncodedResource> resources) {
    var byName = new TreeMap<String, Optional<EncodedResource>>();
    for (var resource : resources) {
      if (byName.put(resource.name(), Optional.of(resource)) != null) {
        throw new IllegalArgumentException(
            "two %s resources are named \"%s\"".formatted(type.shortName(), resource.name()));
      }
    }
    return byName;
  }

  /** This snapshot with changes, at their cost. */
  public ResourceSnapshot with(ResourceChanges changes) {
    if (changes.isEmpty()) {
      return this;
    }
    var byType = new EnumMap<>(resources);
    for (var type : ResourceType.values()) {
      var ofType = changes.of(type);
      if (!ofType.isEmpty()) {
        byType.put(type, set(type).with(ofType));
      }
    }
    return new ResourceSnapshot(byType, revision);
  }

  /** This snapshot with another's resources of one type in place of its own. */
  public ResourceSnapshot taking(ResourceType type, ResourceSnapshot other) {
    var byType = new EnumMap<>(resources);
    byType.put(type, other.set(type));
    return new ResourceSnapshot(byType, revision);
  }

  /** The same resources, made from that policy revision. */
  public ResourceSnapshot at(String newRevision) {
    return newRevision.equals(revision) ? this : new ResourceSnapshot(resources, newRevision);
  }

  /** The resources of a type by name; unmodifiable. */
  public SortedMap<String, EncodedResource> resources(ResourceType type) {
    return set(type).byName();
  }

  /** The resource of that name; empty if there is none. */
  public Optional<EncodedResource> find(ResourceType type, String name) {
    return set(type).find(name);
  }

  /** The policy revision that this was made from. */
  public String revision() {
    return revision;
  }

  /** One version for all resources of a type, as state-of-the-world responses need it. */
  public String version(ResourceType type) {
    return set(type).version();
  }

  /**
   * The names by type whose resources are others than in an older snapshot, by comparing all; types
   * without are left out.
   */
  public Map<ResourceType, SortedSet<String>> changesSince(ResourceSnapshot from) {
    var changes = new EnumMap<ResourceType, SortedSet<String>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      if (!from.version(type).equals(version(type))) {
        changes.put(type, changedNames(type, from));
      }
    }
    return changes;
  }

  private SortedSet<String> changedNames(ResourceType type, ResourceSnapshot from) {
    if (from.resources(type).isEmpty()) {
      return set(type).names();
    }
    var names = new TreeSet<String>();
    for (var resource : resources(type).values()) {
      var before = from.find(type, resource.name());
      if (before.isEmpty() || !before.get().version().equals(resource.version())) {
        names.add(resource.name());
      }
    }
    for (var name : from.resources(type).keySet()) {
      if (find(type, name).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private ResourceSet set(ResourceType type) {
    return Objects.requireNonNull(resources.get(type));
  }

  /** The revision, and how many resources there are of each type. */
  @Override
  public String toString() {
    var text = new StringBuilder("revision ").append(revision.isEmpty() ? "(none)" : revision);
    resources.forEach(
        (type, ofType) ->
            text.append(", ").append(type.shortName()).append(' ').append(ofType.byName().size()));
    return text.toString();
  }
}
