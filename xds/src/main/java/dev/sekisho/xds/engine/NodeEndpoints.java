package dev.sekisho.xds.engine;

import com.google.common.collect.Sets;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the sidecars on a node are told of Services that are kept to it ({@code
 * internalTrafficPolicy: Local}), in place of what all others are: that there is no endpoint. For
 * one thread.
 */
final class NodeEndpoints {
  private final Map<String, ResourceSnapshot> byNode = new HashMap<>();

  /** Nothing but endpoints; empty where no such Service has any. */
  ResourceSnapshot on(String node) {
    return byNode.getOrDefault(node, ResourceSnapshot.EMPTY);
  }

  /**
   * Takes a change.
   *
   * @return the nodes on which something else is told now
   */
  Set<String> update(Collection<EgressLayer.Replacement> replaced) {
    var changes = new HashMap<String, ResourceChanges>();
    for (var replacement : replaced) {
      var before = replacement.before().byNode();
      var after = replacement.after().byNode();
      for (var node : Sets.union(before.keySet(), after.keySet())) {
        if (!Objects.equals(before.get(node), after.get(node))) {
          var onNode = changes.computeIfAbsent(node, n -> new ResourceChanges());
          all(before, node).forEach(each -> onNode.remove(ResourceType.ENDPOINT, each.name()));
          all(after, node).forEach(each -> onNode.put(ResourceType.ENDPOINT, each));
        }
      }
    }
    changes.forEach(this::take);
    return changes.keySet();
  }

  private static List<EncodedResource> all(Map<String, List<EncodedResource>> byNode, String node) {
    return byNode.getOrDefault(node, List.of());
  }

  private void take(String node, ResourceChanges changes) {
    var now = on(node).with(changes);
    if (now.resources(ResourceType.ENDPOINT).isEmpty()) {
      byNode.remove(node);
    } else {
      byNode.put(node, now);
    }
  }
}
