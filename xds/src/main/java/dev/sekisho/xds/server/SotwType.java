package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.cache.Watch;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one state-of-the-world stream wants of one type and was sent of it. Not thread-safe. */
final class SotwType {
  private static final String WILDCARD = "*";

  /** Clusters that wait for removal beyond this number are dropped at once. */
  private static final int MAX_HELD_REMOVALS = 1_000;

  /** The resources to serve, and one version for all of them. */
  record Selection(Collection<EncodedResource> resources, String version) {}

  private final ResourceType type;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> added = new HashSet<>();
  private Optional<Watch> watch = Optional.empty();
  private boolean named;
  private boolean refresh;
  private List<EncodedResource> sentClusters = List.of();
  private List<String> sentNames = List.of();

  /** By name what was sent and is still wanted. */
  private final Map<String, String> sentVersions = new HashMap<>();

  /** What the client has: the version of the last response, or that it brought with it. */
  private String sentVersion = "";

  SotwType(ResourceType type) {
    this.type = type;
  }

  /** The client has answered what was sent, if anything was, and wants this from now on. */
  void opened(Watch opened, boolean clustersChanged) {
    var requested = opened.request().getResourceNamesList();
    var first = watch.isEmpty() && sentVersion.isEmpty();
    named |= !requested.isEmpty();
    refresh |= clustersChanged && type == ResourceType.ENDPOINT;
    if (first) {
      // From an earlier stream: the same version is the same content, on every replica.
      sentVersion = opened.request().getVersionInfo();
    } else {
      requested.stream().filter(name -> !names.contains(name)).forEach(added::add);
    }
    names.clear();
    names.addAll(requested);
    added.retainAll(names);
    sentVersions.keySet().retainAll(names);
    watch = Optional.of(opened);
  }

  int size() {
    return names.size();
  }

  /** The watch, while the client waits; empty while it still owes an answer. */
  Optional<Watch> watch() {
    return watch;
  }

  boolean isDue(Served served) {
    return watch.isPresent() && isDue(select(served));
  }

  boolean isDue(Selection selection) {
    if (isWildcard()) {
      return !selection.version().equals(sentVersion);
    }
    if (refresh && !selection.resources().isEmpty()) {
      return true;
    }
    // Fewer than before is no reason: this variant can't say that a name is gone.
    return selection.resources().stream().anyMatch(this::isNew)
        && (!added.isEmpty() || !selection.version().equals(sentVersion));
  }

  private boolean isNew(EncodedResource resource) {
    return added.contains(resource.name())
        || !resource.version().equals(sentVersions.get(resource.name()));
  }

  Selection select(Served served) {
    var all = served.resources(type);
    if (isWildcard()) {
      return new Selection(all.values(), served.version(type));
    }
    return selection(names.stream().flatMap(name -> served.find(type, name).stream()).toList());
  }

  /** Like {@link #select}, and what was sent before and is gone now. */
  Selection selectWithRemoved(Served served) {
    var selection = select(served);
    var union = new TreeMap<String, EncodedResource>();
    sentClusters.forEach(resource -> union.put(resource.name(), resource));
    selection.resources().forEach(resource -> union.put(resource.name(), resource));
    var held = union.size() - selection.resources().size();
    return held == 0 || held > MAX_HELD_REMOVALS || !isWildcard()
        ? selection
        : selection(union.values());
  }

  /** Notes that this is being sent: the client owes an answer now. */
  void sent(Selection selection) {
    watch = Optional.empty();
    refresh = false;
    added.clear();
    sentVersions.clear();
    selection.resources().stream()
        .filter(resource -> names.contains(resource.name()))
        .forEach(resource -> sentVersions.put(resource.name(), resource.version()));
    sentVersion = selection.version();
    // Only clusters are needed again; secrets must not be kept longer than they are served.
    if (type == ResourceType.CLUSTER) {
      sentClusters = List.copyOf(selection.resources());
    }
    sentNames = selection.resources().stream().map(EncodedResource::name).toList();
  }

  /** The names in the last response. */
  List<String> sentNames() {
    return sentNames;
  }

  private Selection selection(Collection<EncodedResource> resources) {
    return new Selection(resources, ResourceSnapshot.of(Map.of(type, resources), "").version(type));
  }

  private boolean isWildcard() {
    return type.hasWildcard() && (!named || names.contains(WILDCARD));
  }
}
