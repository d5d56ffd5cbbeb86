package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.defaults.ObjectDefaults;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.PodTemplates;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Asks of workloads whether their next Pod would be refused, before and after. Pure. */
final class PodForecast {

  /** Who makes Pods of workloads in a cluster: policies may ask. */
  private static final Requester CONTROLLER =
      new Requester(
          "system:serviceaccount:kube-system:replicaset-controller",
          Set.of("system:serviceaccounts", "system:serviceaccounts:kube-system"));

  private PodForecast() {}

  /**
   * @param before whether a Pod is refused now
   * @param after whether it would be
   */
  static PodImpact of(
      List<JsonNode> workloads, Predicate<ObjectRequest> before, Predicate<ObjectRequest> after) {
    var refused = new ArrayList<ObjectKey>();
    var admitted = new ArrayList<ObjectKey>();
    for (JsonNode workload : workloads) {
      nextPod(workload)
          .ifPresent(
              pod -> {
                boolean was = before.test(pod);
                boolean is = after.test(pod);
                if (was != is) {
                  (is ? refused : admitted).add(key(workload));
                }
              });
    }
    refused.sort(null);
    admitted.sort(null);
    return new PodImpact(refused, admitted);
  }

  private static ObjectKey key(JsonNode workload) {
    var meta = MetaReader.read(workload);
    return new ObjectKey(workload.path("kind").asText(), meta.namespace(), meta.name());
  }

  /** The request by which a controller would make a Pod of the workload's template. */
  private static Optional<ObjectRequest> nextPod(JsonNode workload) {
    var kind = GroupVersionKind.of(workload);
    var meta = MetaReader.read(workload);
    return PodTemplates.in(kind, workload)
        .map(template -> pod(template, meta.namespace(), meta.name()))
        .map(
            pod ->
                new ObjectRequest(
                    new GroupVersionKind("", "v1", "Pod"),
                    new GroupVersionResource("", "v1", "pods"),
                    "",
                    Operation.CREATE,
                    "",
                    meta.namespace(),
                    CONTROLLER,
                    true,
                    pod,
                    MissingNode.getInstance()));
  }

  private static JsonNode pod(JsonNode template, String namespace, String owner) {
    var pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    var meta =
        template.path("metadata") instanceof ObjectNode own
            ? own.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    meta.put("namespace", namespace).put("generateName", owner + "-").remove("name");
    pod.set("metadata", meta);
    pod.set("spec", template.path("spec").deepCopy());
    return ObjectDefaults.of(pod);
  }
}
