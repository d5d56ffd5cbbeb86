package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one stream is served: what it shares with others, and what is its alone. Immutable, and
 * cheap: the parts are shared.
 *
 * @param layers parts of it, at least one; where two have the same name, the last one's counts
 */
record Served(List<ResourceSnapshot> layers) {
  /** Nothing at all. */
  static final Served NOTHING = of(ResourceSnapshot.EMPTY);

  /** So many names are found sooner by looking at all resources. */
  private static final int MANY = 16;

  private static final Comparator<EncodedResource> BY_NAME =
      Comparator.comparing(EncodedResource::name);

  Served {
    layers = List.copyOf(layers);
  }

  static Served of(ResourceSnapshot... layers) {
    return new Served(List.of(layers));
  }

  Served with(int layer, ResourceSnapshot snapshot) {
    var all = new ArrayList<>(layers);
    all.set(layer, snapshot);
    return new Served(all);
  }

  /** The resource of that name; empty if there is none. */
  Optional<EncodedResource> find(ResourceType type, String name) {
    for (int i = layers.size() - 1; i > 0; i--) {
      var found = layers.get(i).find(type, name);
      if (found.isPresent()) {
        return found;
      }
    }
    return layers.getFirst().find(type, name);
  }

  /** Every name of a type, some perhaps twice; of each layer in order. */
  void forEachName(ResourceType type, Consumer<String> consumer) {
    layers.forEach(layer -> layer.resources(type).keySet().forEach(consumer));
  }

  /** All resources of a type, by name. */
  SortedMap<String, EncodedResource> resources(ResourceType type) {
    var filled = layers.stream().filter(layer -> !layer.resources(type).isEmpty()).toList();
    if (filled.size() == 1) {
      return filled.getFirst().resources(type);
    }
    var all = new TreeMap<String, EncodedResource>();
    filled.forEach(layer -> all.putAll(layer.resources(type)));
    return all;
  }

  /** All resources of a type, in the order of their names. */
  List<EncodedResource> inOrder(ResourceType type) {
    var all = new ArrayList<EncodedResource>();
    for (var layer : layers) {
      var own = layer.resources(type).values();
      if (all.isEmpty()) {
        all.addAll(own);
      } else {
        own.forEach(resource -> put(all, resource)); // few
      }
    }
    return all;
  }

  /** Those resources of a type that have one of these names, in the order of their names. */
  List<EncodedResource> inOrder(ResourceType type, Set<String> names) {
    if (names.size() < MANY) {
      return names.stream().sorted().flatMap(name -> find(type, name).stream()).toList();
    }
    var found = inOrder(type);
    found.removeIf(resource -> !names.contains(resource.name()));
    return found;
  }

  private static void put(List<EncodedResource> inOrder, EncodedResource resource) {
    int at = Collections.binarySearch(inOrder, resource, BY_NAME);
    if (at >= 0) {
      inOrder.set(at, resource);
    } else {
      inOrder.add(-at - 1, resource);
    }
  }

  /** One version for all resources of a type: equal ones have equal versions, on every replica. */
  String version(ResourceType type) {
    var version = "";
    for (var layer : layers) {
      if (!layer.resources(type).isEmpty()) {
        version = version.isEmpty() ? layer.version(type) : version + "." + layer.version(type);
      }
    }
    return version.isEmpty() ? layers.getFirst().version(type) : version;
  }

  /** The policy revision that it was made from. */
  String revision() {
    return layers.getFirst().revision();
  }
}
