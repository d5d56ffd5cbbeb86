package dev.sekisho.webhook.inject;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a Pod gets a sidecar: its own label says so, else policies, else the label of its
 * namespace. Some Pods never get one.
 *
 * @param problems with what is said about it
 */
record SidecarChoice(boolean wanted, List<Violation> problems) {

  static final String NAMESPACE_LABEL = "sekisho.dev/injection";
  static final String POD_LABEL = "sekisho.dev/inject";
  private static final String REVISION_LABEL = "istio.io/rev";
  private static final String ISTIO_LABEL = "istio-injection";
  private static final String ENABLED = "enabled";

  private static final Set<String> SYSTEM_NAMESPACES =
      Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  private static final SidecarChoice NO = new SidecarChoice(false, List.of());
  private static final SidecarChoice YES = new SidecarChoice(true, List.of());

  SidecarChoice {
    problems = List.copyOf(problems);
  }

  /**
   * @param byPolicies what they say; empty: nothing
   */
  static SidecarChoice of(
      PodDocument pod,
      NamespaceFacts namespace,
      Optional<Boolean> byPolicies,
      InjectionSettings settings) {
    return isNeverWanted(pod, namespace, settings)
        ? NO
        : new Chooser(pod, namespace, settings).choose(byPolicies);
  }

  private static boolean isNeverWanted(
      PodDocument pod, NamespaceFacts namespace, InjectionSettings settings) {
    var spec = pod.spec();
    return namespace.name().equals(settings.ownNamespace())
        || SYSTEM_NAMESPACES.contains(namespace.name())
        || spec.path("hostNetwork").asBoolean()
        || spec.path("os").path("name").asText().equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText().equals("windows")
        || pod.annotation("kubernetes.io/config.mirror").isPresent()
        || Set.of("Succeeded", "Failed").contains(pod.root().path("status").path("phase").asText());
  }

  /** For a Pod that may have one. */
  private record Chooser(PodDocument pod, NamespaceFacts namespace, InjectionSettings settings) {

    SidecarChoice choose(Optional<Boolean> byPolicies) {
      var own = pod.label(POD_LABEL);
      if (own.isPresent()) {
        return word(own.get(), "metadata.labels." + POD_LABEL);
      }
      var key = SidecarAnnotations.INJECT;
      var istios = pod.label(key).or(() -> pod.annotation(key));
      // A Pod of another revision's speaks to that.
      if (istios.isPresent() && !(istios.get().equals("true") && isAnothers())) {
        boolean label = pod.label(key).isPresent();
        return word(istios.get(), (label ? "metadata.labels." : "metadata.annotations.") + key);
      }
      return byPolicies.map(wanted -> wanted ? YES : NO).orElseGet(this::byNamespace);
    }

    private static SidecarChoice word(String text, String path) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> YES;
        case "false" -> NO;
        default ->
            new SidecarChoice(
                false,
                List.of(
                    new Violation(
                        "",
                        AnnotationReader.RULE,
                        path,
                        "invalid value of %s (expected: true or false)".formatted(path),
                        Enforcement.DENY)));
      };
    }

    private boolean isAnothers() {
      var revision =
          pod.label(REVISION_LABEL)
              .or(() -> Optional.ofNullable(namespace.labels().get(REVISION_LABEL)));
      return revision.isPresent()
          ? !revision.get().equals(settings.selection().revision())
          : ENABLED.equals(namespace.labels().get(ISTIO_LABEL))
              && !settings.selection().honoursIstioLabel();
    }

    private SidecarChoice byNamespace() {
      var labels = namespace.labels();
      var own = labels.get(NAMESPACE_LABEL);
      if (own != null) {
        return switch (own) {
          case ENABLED -> YES;
          case "disabled" -> NO;
          default -> new SidecarChoice(false, List.of(unclear()));
        };
      }
      var revision = labels.get(REVISION_LABEL);
      if (revision != null) {
        return revision.equals(settings.selection().revision()) ? YES : NO;
      }
      return settings.selection().honoursIstioLabel() && ENABLED.equals(labels.get(ISTIO_LABEL))
          ? YES
          : NO;
    }

    private Violation unclear() {
      return new Violation(
          "",
          AnnotationReader.RULE,
          "",
          "namespace %s: label %s (expected: enabled or disabled): no sidecar"
              .formatted(namespace.name(), NAMESPACE_LABEL),
          Enforcement.WARN);
    }
  }
}
