package dev.sekisho.controlplane.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether sidecars can start and be configured in the namespaces that ask for them. */
final class InjectedNamespaces {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final String REDIRECTION = "sekisho.dev/redirection";
  private static final int XDS_PORT = 15012;

  /** Neither lets an init container have NET_ADMIN. */
  private static final Set<String> REFUSING = Set.of("baseline", "restricted");

  private InjectedNamespaces() {}

  static List<CheckResult> of(ClusterFacts facts) {
    var results = new ArrayList<CheckResult>();
    int injected = 0;
    for (var namespace : facts.namespaces()) {
      if (!isInjected(namespace, facts)) {
        continue;
      }
      injected++;
      var name = namespace.at("/metadata/name").asText();
      var level = label(namespace, ENFORCE);
      var redirection = namespace.path("metadata").path("annotations").path(REDIRECTION).asText();
      if (REFUSING.contains(level) && (redirection.isEmpty() || redirection.equals("container"))) {
        results.add(
            CheckResult.problem(
                "pod-security",
                ("namespace %s enforces \"%s\", which refuses the init container that redirects; annotate"
                        + " it with %s: explicit, or let a CNI plugin redirect")
                    .formatted(name, level, REDIRECTION)));
      }
      if (isCutOff(name, facts.networkPolicies())) {
        results.add(
            CheckResult.problem(
                "egress",
                "namespace %s: its NetworkPolicies let no Pod reach Sekisho; allow egress to port %d of %s"
                    .formatted(name, XDS_PORT, facts.home())));
      }
    }
    if (results.isEmpty()) {
      results.add(
          CheckResult.ok(
              "injection",
              injected == 0
                  ? "no namespace asks for sidecars"
                  : "%d namespaces ask for sidecars, and can have them".formatted(injected)));
    }
    return results;
  }

  /** The labels that the installed entries require, or the chart's defaults before that. */
  private static boolean isInjected(JsonNode namespace, ClusterFacts facts) {
    if (facts.mutating().isEmpty()) {
      return label(namespace, "sekisho.dev/injection").equals("enabled")
          || label(namespace, "istio.io/rev").equals("sekisho");
    }
    return facts
        .mutating()
        .get()
        .path("webhooks")
        .valueStream()
        .filter(entry -> entry.path("name").asText().endsWith("inject.sekisho.dev"))
        .flatMap(entry -> entry.at("/namespaceSelector/matchExpressions").valueStream())
        .filter(expression -> expression.path("operator").asText().equals("In"))
        .anyMatch(
            expression ->
                expression
                    .path("values")
                    .valueStream()
                    .anyMatch(
                        value ->
                            value
                                .asText()
                                .equals(label(namespace, expression.path("key").asText()))));
  }

  /** Whether a policy for all its Pods denies egress, and none lets any of them reach the port. */
  private static boolean isCutOff(String namespace, List<JsonNode> policies) {
    var egress =
        policies.stream()
            .filter(policy -> policy.at("/metadata/namespace").asText().equals(namespace))
            .filter(InjectedNamespaces::isAboutEgress)
            .toList();
    return egress.stream().anyMatch(policy -> policy.at("/spec/podSelector").isEmpty())
        && egress.stream()
            .flatMap(policy -> policy.at("/spec/egress").valueStream())
            .noneMatch(InjectedNamespaces::letsThrough);
  }

  private static boolean isAboutEgress(JsonNode policy) {
    return policy
        .at("/spec/policyTypes")
        .valueStream()
        .anyMatch(type -> type.asText().equals("Egress"));
  }

  /** By its ports alone; whom it means is not looked at, but for its own namespace. */
  private static boolean letsThrough(JsonNode rule) {
    var to = rule.path("to");
    boolean leaves =
        to.isEmpty()
            || to.valueStream()
                .anyMatch(peer -> peer.has("namespaceSelector") || peer.has("ipBlock"));
    var ports = rule.path("ports");
    return leaves && (ports.isEmpty() || ports.valueStream().anyMatch(InjectedNamespaces::covers));
  }

  private static boolean covers(JsonNode port) {
    if (!port.path("protocol").asText("TCP").equals("TCP")) {
      return false;
    }
    var number = port.path("port");
    int first = number.asInt(-1);
    return number.isMissingNode()
        || number.asText().equals("xds")
        || (first <= XDS_PORT && XDS_PORT <= port.path("endPort").asInt(first));
  }

  private static String label(JsonNode namespace, String key) {
    return namespace.path("metadata").path("labels").path(key).asText();
  }
}
