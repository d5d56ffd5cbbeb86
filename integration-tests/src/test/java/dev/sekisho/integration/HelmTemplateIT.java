package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code helm template CHART | sekisho analyze -}, with the real Helm and charts of our own. */
class HelmTemplateIT {
  private static final String SOURCE = "# Source: ";
  private static final int ONE_LIST = 1;
  private static final Path CHARTS =
      Tools.repository().resolve("integration-tests/src/test/resources/charts");

  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: all}
      spec:
        hosts:
          allow: ["*.example.com"]
          tls: {mustCoverHosts: true}
        secrets:
          default: deny
          grants:
          - {names: ["*"], via: [volume, env, ingressTls, gatewayCredential]}
          hostPaths: {deny: ["/etc"]}
          providerClasses: {check: true}
        rules:
        - name: limits
          match: {podTemplates: true}
          expression: "podTemplate.spec.containers.all(c, has(c.resources.limits))"
          message: "every container needs limits"
        - name: registry
          match: {podTemplates: true}
          expression: >-
            podTemplate.spec.containers.all(c, image(c.image).registry == 'registry.example.com')
          message: "images come from registry.example.com"
      """;

  /** Helm renders each chart; after the charts comes what reads it all. */
  private static final String PIPE =
      """
      set -o pipefail
      for chart in "${@:2:$1}"; do
        "$HELM" template release "$chart" --namespace=team --include-crds || exit
      done | "${@:2+$1}"
      """;

  private final Path policy;

  HelmTemplateIT(@TempDir Path folder) throws IOException {
    this.policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  private static List<String> charts() throws IOException {
    try (Stream<Path> folders = Files.list(CHARTS)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  private static Command pipe(List<String> charts, List<String> reader) {
    var command = new ArrayList<>(List.of("bash", "-c", PIPE, "pipe", "" + charts.size()));
    charts.forEach(chart -> command.add(CHARTS.resolve(chart).toString()));
    command.addAll(reader);
    var environment = Map.of("HELM", Tools.path("helm").toString(), "NO_COLOR", "1");
    return Command.run(command, environment, "", Command.SHORT);
  }

  private Command analyze(List<String> charts, String format) {
    return pipe(
        charts,
        ControlPlaneProcess.command(
            "analyze", "-", "--policies=" + policy, "--default-namespace=team", "-o", format));
  }

  private static boolean isObject(String line) {
    return line.startsWith("kind: ") || line.startsWith("- {apiVersion: "); // the items of a List
  }

  /** The chart whose template made that line. */
  private static String chartOf(List<String> stream, int line) {
    return stream.subList(0, line).reversed().stream()
        .filter(text -> text.startsWith(SOURCE))
        .map(text -> text.substring(SOURCE.length(), text.indexOf('/')))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsWhatChartsCommonlyRender() throws IOException {
    var charts = charts();
    var stream = pipe(charts, List.of("cat")).orFail("helm template").out().lines().toList();
    var kinds = stream.stream().filter(line -> line.startsWith("kind: ")).distinct();
    assertThat(charts).hasSizeGreaterThan(20);
    assertThat(kinds).hasSizeGreaterThan(50);

    var run = analyze(charts, "json");

    assertThat(run.exit()).as("%s%s", run.out(), run.err()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    var report = new JsonMapper().readTree(run.out());
    assertThat(report.path("objects").asLong())
        .isEqualTo(stream.stream().filter(HelmTemplateIT::isObject).count() - ONE_LIST);
    var findings = new TreeMap<String, List<String>>();
    for (JsonNode finding : report.path("findings")) {
      int line = finding.path("line").asInt();
      findings
          .computeIfAbsent(chartOf(stream, line), chart -> new ArrayList<>())
          .add(finding.path("message").asText() + " at " + stream.get(line - 1).strip());
    }
    assertThat(findings.get("storefront"))
        .containsExactly(
            "invalid deployment secret \"mail-password\" (container mail, envFrom: not granted)"
                + " at name: mail-password",
            "every container needs limits at apiVersion: apps/v1",
            "invalid ingress host \"shop.elsewhere.example\" at - shop.elsewhere.example",
            "invalid ingress host \"shop.elsewhere.example\" at"
                + " - host: \"shop.elsewhere.example\"",
            "images come from registry.example.com at apiVersion: batch/v1");
    assertThat(findings.get("legacy"))
        .containsExactly(
            "every container needs limits at apiVersion: v1",
            "invalid ingress host \"old.legacy.example.com\" (no tls entry covers it) at"
                + " spec: {rules: [{host: old.legacy.example.com, http: {paths: [{path: /, backend:"
                + " {serviceName: web, servicePort: 80}}]}}]}");
    assertThat(findings.get("ci-runner"))
        .containsExactly(
            "invalid deployment secret \"runner-token\" (container ci-runner, envFrom: not granted)"
                + " at envFrom: [{secretRef: {name: runner-token}}]");
    assertThat(findings.get("web-app"))
        .containsExactly("every container needs limits at apiVersion: v1");
    assertThat(findings).doesNotContainKey("gateway");
  }

  @Test
  void tellsPeopleWhereAndFailsTheBuild() {
    var run = analyze(List.of("storefront"), "text");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines())
        .anyMatch(
            line ->
                line.startsWith(
                    "-:121:5: denied: Ingress/team/release-storefront:"
                        + " invalid ingress host \"shop.elsewhere.example\" ["))
        .last()
        .asString()
        .startsWith("10 objects, 5 violations, 0 warnings; 1 policy, revision ");
  }

  @Test
  void aChartThatHelmRefusesFailsThePipe() {
    var run = analyze(List.of("storefront/charts"), "text");

    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("Chart.yaml");
  }
}
