package dev.sekisho.webhook.inject;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name and revision that telemetry calls a Pod's workload by.
 *
 * @see <a href="https://istio.io/latest/docs/ops/deployment/application-requirements/">Istio's
 *     application requirements</a>
 */
record CanonicalService(String name, String revision) {

  static final String NAME = "service.istio.io/canonical-name";
  static final String REVISION = "service.istio.io/canonical-revision";

  private static final String TEMPLATE_HASH = "pod-template-hash";
  private static final int LONGEST = 63;
  private static final Pattern ENDS = Pattern.compile("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$");

  /** By the Pod's labels; without any that says it by what made the Pod, or by its own name. */
  static CanonicalService of(PodDocument pod) {
    return new CanonicalService(
        first(pod, List.of(NAME, "app.kubernetes.io/name", "app")).orElseGet(() -> workload(pod)),
        first(pod, List.of(REVISION, "app.kubernetes.io/version", "version")).orElse("latest"));
  }

  private static Optional<String> first(PodDocument pod, List<String> labels) {
    return labels.stream()
        .flatMap(label -> pod.label(label).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String workload(PodDocument pod) {
    var metadata = pod.root().path("metadata");
    var owner =
        metadata
            .path("ownerReferences")
            .valueStream()
            .filter(reference -> reference.path("controller").asBoolean())
            .map(reference -> reference.path("name").asText())
            .findFirst()
            .map(name -> withoutHash(name, pod));
    var name =
        owner
            .or(() -> PodDocument.text(metadata, "name").filter(text -> !text.isEmpty()))
            .orElseGet(() -> metadata.path("generateName").asText());
    return labelValue(name);
  }

  /** A ReplicaSet's name is its Deployment's with the hash of the template. */
  private static String withoutHash(String name, PodDocument pod) {
    return pod.label(TEMPLATE_HASH)
        .filter(hash -> name.endsWith("-" + hash))
        .map(hash -> name.substring(0, name.length() - hash.length() - 1))
        .orElse(name);
  }

  private static String labelValue(String name) {
    return ENDS.matcher(name.substring(0, Math.min(name.length(), LONGEST))).replaceAll("");
  }
}
