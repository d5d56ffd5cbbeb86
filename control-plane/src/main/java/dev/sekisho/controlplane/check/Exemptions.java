package dev.sekisho.controlplane.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what nodes need to come up depends on a webhook. */
final class Exemptions {

  private static final String CHECK = "exempt";
  private static final String NAME = "kubernetes.io/metadata.name";

  private Exemptions() {}

  /** A warning for each DaemonSet in a namespace that the webhooks see. */
  static List<CheckResult> of(ClusterFacts facts) {
    var exempt = exempt(facts);
    var seen =
        facts.daemonSets().stream()
            .filter(daemonSet -> !exempt.contains(namespace(daemonSet)))
            .map(
                daemonSet ->
                    CheckResult.warning(
                        CHECK,
                        "DaemonSet %s/%s can't start on new nodes while Sekisho is down; if nodes need"
                                .formatted(
                                    namespace(daemonSet), daemonSet.at("/metadata/name").asText())
                            + " it, add its namespace to the chart's exemptNamespaces"))
            .toList();
    return seen.isEmpty()
        ? List.of(CheckResult.ok(CHECK, "no DaemonSet depends on the webhooks"))
        : seen;
  }

  /** Before an installation, those that the chart exempts anyway. */
  private static Set<String> exempt(ClusterFacts facts) {
    var always = Stream.of(facts.home(), "kube-system", "kube-public", "kube-node-lease");
    var installed =
        facts.validating().stream()
            .flatMap(configuration -> configuration.path("webhooks").valueStream())
            .filter(entry -> entry.path("name").asText().equals("validate.sekisho.dev"))
            .flatMap(entry -> entry.at("/namespaceSelector/matchExpressions").valueStream())
            .filter(expression -> expression.path("key").asText().equals(NAME))
            .filter(expression -> expression.path("operator").asText().equals("NotIn"))
            .flatMap(expression -> expression.path("values").valueStream())
            .map(JsonNode::asText);
    var ignored =
        facts.namespaces().stream()
            .filter(
                namespace ->
                    namespace
                        .path("metadata")
                        .path("labels")
                        .path("sekisho.dev/webhook")
                        .asText()
                        .equals("ignore"))
            .map(namespace -> namespace.at("/metadata/name").asText());
    return Stream.of(always, installed, ignored).flatMap(s -> s).collect(Collectors.toSet());
  }

  private static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }
}
