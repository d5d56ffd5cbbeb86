package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.mesh.MeshRules;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.identity.PodIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks who would come to have to take mTLS alone though no connection to them passes a sidecar.
 * Pure.
 *
 * @param namespaces what is known of each
 */
record StrictForecast(Function<String, NamespaceFacts> namespaces, Mutations mutations) {

  /**
   * @param running Pods of that kind; those are left out that seem to be of a workload which is
   *     found itself
   */
  List<ObjectKey> of(
      List<JsonNode> workloads, List<PodIdentity> running, PolicySet now, PolicySet next) {
    var rules = MeshRules.of(next);
    var before = MeshRules.of(now);
    if (!rules.ask(MtlsMode.STRICT)) {
      return List.of();
    }
    var found =
        new ArrayList<>(
            PodForecast.becoming(
                (pod, under) ->
                    mutations.makeUnenforceable(pod, namespaces.apply(pod.namespace()), under),
                workloads,
                now,
                next));
    var alone =
        running.stream()
            .filter(pod -> isStrict(pod, rules) && !isStrict(pod, before))
            .map(pod -> new ObjectKey("Pod", pod.namespace(), pod.name()))
            .filter(pod -> found.stream().noneMatch(workload -> isOf(pod, workload)))
            .sorted()
            .toList();
    found.addAll(alone);
    return found;
  }

  private boolean isStrict(PodIdentity pod, MeshRules rules) {
    return rules.rulesFor(namespaces.apply(pod.namespace()), pod.labels()).isStrictAnywhere();
  }

  /** As far as names tell. */
  private static boolean isOf(ObjectKey pod, ObjectKey workload) {
    return pod.namespace().equals(workload.namespace())
        && pod.name().startsWith(workload.name() + "-");
  }
}
