package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.defaults.ObjectDefaults;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.PodTemplates;
import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks of workloads what would become of their next Pod, before and after. Pure. */
final class PodForecast {

  /** Who makes Pods of workloads in a cluster: policies may ask. */
  private static final Requester CONTROLLER =
      new Requester(
          "system:serviceaccount:kube-system:replicaset-controller",
          Set.of("system:serviceaccounts", "system:serviceaccounts:kube-system"));

  private PodForecast() {}

  /** What is asked of a Pod that a workload would make. */
  interface Question {
    boolean ask(ObjectRequest pod, PolicySet under);
  }

  /** The workloads for whose next Pod the answer would become yes, in order. */
  static List<ObjectKey> becoming(
      Question question, List<JsonNode> workloads, PolicySet now, PolicySet next) {
    return workloads.stream()
        .filter(
            workload ->
                nextPod(workload)
                    .filter(pod -> question.ask(pod, next) && !question.ask(pod, now))
                    .isPresent())
        .map(PodForecast::key)
        .sorted()
        .toList();
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
