package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where objects keep what Pods are made of: a Pod is it itself, workloads have a template somewhere
 * in them.
 */
public final class PodTemplates {

  private static final List<String> ITSELF = List.of();
  private static final List<String> OF_SPEC = List.of("spec", "template");
  private static final List<String> OF_JOB = List.of("spec", "jobTemplate", "spec", "template");

  /** Deployments and the like were of {@code extensions} before they were of {@code apps}. */
  private static final Set<String> APPS = Set.of("apps", "extensions");

  private static final Set<String> CORE = Set.of("");
  private static final Set<String> BATCH = Set.of("batch");
  private static final Set<String> ARGO = Set.of("argoproj.io");

  private static final Map<String, Place> PLACES =
      Map.of(
          "Pod", new Place(CORE, ITSELF),
          "PodTemplate", new Place(CORE, List.of("template")),
          "ReplicationController", new Place(CORE, OF_SPEC),
          "Deployment", new Place(APPS, OF_SPEC),
          "StatefulSet", new Place(APPS, OF_SPEC),
          "DaemonSet", new Place(APPS, OF_SPEC),
          "ReplicaSet", new Place(APPS, OF_SPEC),
          "Job", new Place(BATCH, OF_SPEC),
          "CronJob", new Place(BATCH, OF_JOB),
          "Rollout", new Place(ARGO, OF_SPEC));

  private PodTemplates() {}

  private record Place(Set<String> groups, List<String> keys) {}

  /**
   * The kinds that Pods are made of, by the group that has them today; the version is empty. In a
   * fixed order.
   */
  public static List<GroupVersionKind> currentKinds() {
    return PLACES.entrySet().stream()
        .map(
            entry -> {
              var groups = entry.getValue().groups;
              var group = groups.equals(APPS) ? "apps" : groups.iterator().next();
              return new GroupVersionKind(group, "", entry.getKey());
            })
        .sorted(Comparator.comparing(GroupVersionKind::group).thenComparing(GroupVersionKind::kind))
        .toList();
  }

  /**
   * The keys that lead from an object of this kind to what has a Pod's {@code metadata} and {@code
   * spec}: none for a Pod. Empty for kinds that make no Pods.
   */
  public static Optional<List<String>> keysOf(GroupVersionKind kind) {
    return Optional.ofNullable(PLACES.get(kind.kind()))
        .filter(place -> place.groups.contains(kind.group()))
        .map(Place::keys);
  }

  /**
   * What Pods are made of in {@code object}: a tree with a Pod's {@code metadata} and {@code spec}.
   * Empty for kinds that make no Pods, and where the template is missing or no object.
   */
  public static Optional<JsonNode> in(GroupVersionKind kind, JsonNode object) {
    return keysOf(kind)
        .map(
            keys -> {
              JsonNode node = object;
              for (String key : keys) {
                node = node.path(key);
              }
              return node;
            })
        .filter(JsonNode::isObject);
  }
}
