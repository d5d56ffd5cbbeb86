package dev.sekisho.xds.resources;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All resources of one proxy scope at one moment. Immutable and safe to share between threads.
 *
 * <p>The policy revision that it was made from stands beside the resources, never inside them: a
 * resource that nothing changed for keeps its version.
 */
public final class ResourceSnapshot {
  /** No resources, and the empty revision: what is served before the first translation. */
  public static final ResourceSnapshot EMPTY = of(Map.of(), "");

  private final Map<ResourceType, SortedMap<String, EncodedResource>> resources;
  private final Map<ResourceType, String> versions;
  private final String revision;

  private ResourceSnapshot(
      Map<ResourceType, SortedMap<String, EncodedResource>> resources,
      Map<ResourceType, String> versions,
      String revision) {
    this.resources = resources;
    this.versions = versions;
    this.revision = revision;
  }

  /**
   * A snapshot of these resources; types that aren't named have none.
   *
   * @throws IllegalArgumentException if two resources of a type have the same name
   */
  public static ResourceSnapshot of(
      Map<ResourceType, ? extends Collection<EncodedResource>> resources, String revision) {
    var byType = new EnumMap<ResourceType, SortedMap<String, EncodedResource>>(ResourceType.class);
    var versions = new EnumMap<ResourceType, String>(ResourceType.class);
    for (var type : ResourceType.values()) {
      var ofType = resources.get(type);
      var byName = byName(type, ofType == null ? List.of() : ofType);
      byType.put(type, Collections.unmodifiableSortedMap(byName));
      versions.put(type, version(byName));
    }
    return new ResourceSnapshot(byType, versions, revision);
  }

  /**
   * This snapshot with more resources of one type, which win over those of the same name here. The
   * other types cost nothing.
   */
  public ResourceSnapshot with(ResourceType type, Map<String, EncodedResource> more) {
    if (more.isEmpty()) {
      return this;
    }
    var byType = new EnumMap<>(resources);
    var ofType = new TreeMap<>(resources(type));
    ofType.putAll(more);
    byType.put(type, Collections.unmodifiableSortedMap(ofType));
    var withVersion = new EnumMap<>(versions);
    withVersion.put(type, version(ofType));
    return new ResourceSnapshot(byType, withVersion, revision);
  }

  private static SortedMap<String, EncodedResource> byName(
      ResourceType type, Collection<EncodedResource> resources) {
    var byName = new TreeMap<String, EncodedResource>();
    for (var resource : resources) {
      if (byName.put(resource.name(), resource) != null) {
        throw new IllegalArgumentException(
            "two %s resources are named \"%s\"".formatted(type.shortName(), resource.name()));
      }
    }
    return byName;
  }

  private static String version(SortedMap<String, EncodedResource> byName) {
    var hash = new ContentHash();
    byName.values().forEach(resource -> hash.add(resource.name()).add(resource.version()));
    return hash.hex();
  }

  /** The resources of a type by name; unmodifiable. */
  public SortedMap<String, EncodedResource> resources(ResourceType type) {
    return Objects.requireNonNull(resources.get(type));
  }

  /** The resource of that name; empty if there is none. */
  public Optional<EncodedResource> find(ResourceType type, String name) {
    return Optional.ofNullable(resources(type).get(name));
  }

  /** The policy revision that this was made from. */
  public String revision() {
    return revision;
  }

  /** One version for all resources of a type, as state-of-the-world responses need it. */
  public String version(ResourceType type) {
    return Objects.requireNonNull(versions.get(type));
  }

  /** The revision, and how many resources there are of each type. */
  @Override
  public String toString() {
    var text = new StringBuilder("revision ").append(revision.isEmpty() ? "(none)" : revision);
    resources.forEach(
        (type, ofType) ->
            text.append(", ").append(type.shortName()).append(' ').append(ofType.size()));
    return text.toString();
  }
}
