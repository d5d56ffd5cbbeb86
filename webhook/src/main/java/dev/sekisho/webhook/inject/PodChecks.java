package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Pod must not have, or its namespace must not ask for, if it is to get a sidecar. */
final class PodChecks {

  private static final String ENFORCED = "pod-security.kubernetes.io/enforce";
  private static final String INTERCEPTION = "sidecar.istio.io/interceptionMode";
  private static final Set<String> TOO_STRICT = Set.of("baseline", "restricted");
  private static final List<String> IDS = List.of("runAsUser", "runAsGroup");

  private final PodDocument pod;
  private final AnnotationReader found;

  private PodChecks(PodDocument pod, AnnotationReader found) {
    this.pod = pod;
    this.found = found;
  }

  /**
   * @param found takes the problems
   */
  static void check(
      PodDocument pod,
      NamespaceFacts namespace,
      SidecarOptions options,
      SidecarPolicies policies,
      AnnotationReader found) {
    var checks = new PodChecks(pod, found);
    checks.otherMesh();
    checks.ports();
    switch (options.redirection()) {
      case CONTAINER -> {
        checks.user();
        checks.level(namespace);
      }
      case OFF -> checks.user();
      case EXPLICIT -> {
        if (policies.isStrict()) {
          found.problem(
              "",
              "namespace %s has no redirection, so that nothing could enforce mTLS mode STRICT, which policies ask of this Pod (expected: another mode, or another value of the namespace's annotation %s)"
                  .formatted(namespace.name(), NamespaceRedirection.ANNOTATION));
        }
      }
    }
  }

  private void otherMesh() {
    boolean istios =
        pod.annotation(SidecarAnnotations.ISTIO_STATUS).isPresent()
            || pod.running().stream().anyMatch(c -> name(c).equals("istio-proxy"));
    if (istios) {
      found.problem(
          "metadata.annotations." + SidecarAnnotations.ISTIO_STATUS,
          "the Pod has a sidecar of Istio's already (expected: one mesh; label %s: \"false\" leaves it alone)"
              .formatted(SidecarChoice.POD_LABEL));
    }
    found.read(INTERCEPTION, text -> Optional.of(text).filter("REDIRECT"::equals), "REDIRECT");
  }

  private void ports() {
    for (var container : pod.running()) {
      if (isOurs(container)) {
        continue;
      }
      for (var port : container.path("ports")) {
        int number = port.path("containerPort").asInt();
        boolean tcp = !port.path("protocol").asText("TCP").equals("UDP");
        if (tcp && ProxyPorts.TAKEN.contains(number)) {
          found.problem(
              "spec",
              "container %s: port %d is the sidecar's (expected: none of %s)"
                  .formatted(name(container), number, ProxyPorts.TAKEN));
        }
      }
    }
  }

  /** What that user sends isn't redirected. */
  private void user() {
    refuseUser(pod.spec().path("securityContext"), "the Pod");
    for (var list : List.of(PodDocument.INIT_CONTAINERS, PodDocument.CONTAINERS)) {
      for (var container : pod.objects(list)) {
        if (!isOurs(container)) {
          refuseUser(container.path("securityContext"), "container " + name(container));
        }
      }
    }
  }

  private void refuseUser(JsonNode context, String who) {
    for (var id : IDS) {
      if (context.path(id).asInt() == ProxyContainer.USER) {
        found.problem(
            "spec",
            "%s: %s %d is the sidecar's, whose connections aren't redirected (expected: another)"
                .formatted(who, id, ProxyContainer.USER));
      }
    }
  }

  private void level(NamespaceFacts namespace) {
    var level = namespace.labels().getOrDefault(ENFORCED, "");
    if (TOO_STRICT.contains(level)) {
      found.problem(
          "",
          "namespace %s enforces Pod Security level %s, which refuses the init container that redirects connections (expected: annotation %s: explicit on the namespace, or a CNI plugin that redirects)"
              .formatted(namespace.name(), level, NamespaceRedirection.ANNOTATION));
    }
  }

  private static boolean isOurs(ObjectNode container) {
    return SidecarInjector.CONTAINERS.contains(name(container));
  }

  private static String name(ObjectNode container) {
    return container.path(PodDocument.NAME).asText();
  }
}
