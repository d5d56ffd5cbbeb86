package dev.sekisho.policies.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Fills in what the API server's scheme would: the static defaults of the built-in kinds in their
 * stable versions. What needs a cluster (addresses, node ports, service accounts, tolerations,
 * priorities) is left out, and so are custom kinds, whose defaults stand in their definitions.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>
 */
public final class ObjectDefaults {

  private ObjectDefaults() {}

  /** A copy of the object with the defaults; never throws. */
  public static ObjectNode of(ObjectNode object) {
    var filled = object.deepCopy();
    var kind = GroupVersionKind.of(filled);
    switch (kind.group() + "/" + kind.version()) {
      case "/v1" -> core(kind.kind(), filled);
      case "apps/v1", "batch/v1" -> WorkloadDefaults.fill(kind.kind(), filled);
      case "networking.k8s.io/v1" -> NetworkDefaults.fill(kind.kind(), filled);
      case "rbac.authorization.k8s.io/v1" -> RoleDefaults.fill(kind.kind(), filled);
      case "storage.k8s.io/v1" -> StorageDefaults.fill(kind.kind(), filled);
      case "autoscaling/v2" -> AutoscalerDefaults.fill(kind.kind(), filled);
      case "scheduling.k8s.io/v1" -> {
        if (kind.kind().equals("PriorityClass")) {
          Fields.text(filled, "preemptionPolicy", "PreemptLowerPriority");
        }
      }
      default -> {
        // No kind of it has defaults, or they aren't known here.
      }
    }
    return filled;
  }

  private static void core(String kind, ObjectNode object) {
    switch (kind) {
      case "Pod" -> Fields.object(object, "spec").ifPresent(PodDefaults::fillPod);
      case "PodTemplate" ->
          Fields.object(object, "template")
              .flatMap(template -> Fields.object(template, "spec"))
              .ifPresent(PodDefaults::fillTemplate);
      case "ReplicationController" -> WorkloadDefaults.fill(kind, object);
      case "Service", "Endpoints" -> NetworkDefaults.fill(kind, object);
      case "Secret" -> secret(object);
      case "PersistentVolume", "PersistentVolumeClaim" -> StorageDefaults.fill(kind, object);
      case "Namespace" -> namespace(object);
      default -> {
        // No defaults.
      }
    }
  }

  /** {@code stringData} is only a way to write {@code data}. */
  private static void secret(ObjectNode object) {
    Fields.text(object, "type", "Opaque");
    Fields.object(object, "stringData")
        .ifPresent(
            plain -> {
              object.remove("stringData");
              if (!plain.isEmpty()) {
                Fields.orNew(object, "data").ifPresent(data -> encode(plain, data));
              }
            });
  }

  private static void encode(ObjectNode plain, ObjectNode data) {
    plain
        .properties()
        .forEach(
            entry ->
                data.put(
                    entry.getKey(),
                    Base64.getEncoder()
                        .encodeToString(
                            entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
  }

  private static void namespace(ObjectNode object) {
    Fields.orNew(object, "metadata")
        .ifPresent(
            meta ->
                Fields.orNew(meta, "labels")
                    .ifPresent(
                        labels ->
                            labels.put("kubernetes.io/metadata.name", meta.path("name").asText())));
  }
}
