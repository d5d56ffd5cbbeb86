package dev.sekisho.controlplane.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All the looks at a cluster. */
public final class Preflight {

  private static final int LEAST_MINOR = 30;
  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");
  private static final String OURS = ".sekisho.dev";

  private final ClusterFacts facts;
  private final List<CheckResult> results = new ArrayList<>();

  private Preflight(ClusterFacts facts) {
    this.facts = facts;
  }

  /** At least one result for each look, in the order in which they were made. */
  public static List<CheckResult> of(ClusterFacts facts) {
    var preflight = new Preflight(facts);
    preflight.version();
    for (var what : facts.unread()) {
      preflight.results.add(
          CheckResult.warning(
              "access", what + " can't be read: not looked at; ask with more rights"));
    }
    if (facts.validating().isEmpty() && facts.mutating().isEmpty()) {
      preflight.results.add(
          CheckResult.warning(
              "webhooks",
              "Sekisho isn't installed: no webhook configuration \"sekisho\"; helm install sekisho"
                  + " charts/sekisho --namespace "
                  + facts.home()));
    } else {
      preflight.rights();
      preflight.webhooks("ValidatingWebhookConfiguration", facts.validating());
      preflight.webhooks("MutatingWebhookConfiguration", facts.mutating());
    }
    preflight.results.addAll(Exemptions.of(facts));
    preflight.results.addAll(InjectedNamespaces.of(facts));
    return List.copyOf(preflight.results);
  }

  private void version() {
    var matcher = VERSION.matcher(facts.version());
    boolean fits =
        matcher.matches()
            && (Integer.parseInt(matcher.group(1)) > 1
                || Integer.parseInt(matcher.group(2)) >= LEAST_MINOR);
    results.add(
        fits
            ? CheckResult.ok("version", "Kubernetes " + facts.version())
            : CheckResult.problem(
                "version",
                "Kubernetes " + facts.version() + " (expected: 1." + LEAST_MINOR + " or newer)"));
  }

  private void rights() {
    if (facts.missingRights().isEmpty()) {
      results.add(CheckResult.ok("rights", "ServiceAccount sekisho has what it needs"));
    }
    for (var right : facts.missingRights()) {
      results.add(
          CheckResult.problem(
              "rights",
              "ServiceAccount %s/sekisho may not %s; the chart's roles grant it: helm upgrade"
                  .formatted(facts.home(), right)));
    }
  }

  private void webhooks(String kind, Optional<JsonNode> configuration) {
    if (configuration.isEmpty()) {
      results.add(
          CheckResult.problem(
              "webhooks", "no " + kind + " \"sekisho\"; helm upgrade brings it back"));
      return;
    }
    var without =
        ours(configuration.get())
            .filter(entry -> entry.at("/clientConfig/caBundle").asText().isEmpty())
            .map(entry -> entry.path("name").asText())
            .toList();
    results.add(
        without.isEmpty()
            ? CheckResult.ok("webhooks", kind + " \"sekisho\": registered, with caBundle")
            : CheckResult.problem(
                "webhooks",
                "%s \"sekisho\": no caBundle in %s; does a replica lead, and what does its log say?"
                    .formatted(kind, String.join(", ", without))));
  }

  private static Stream<JsonNode> ours(JsonNode configuration) {
    return configuration
        .path("webhooks")
        .valueStream()
        .filter(entry -> entry.path("name").asText().endsWith(OURS));
  }
}
