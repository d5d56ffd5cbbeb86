package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What charts commonly render, through {@code sekisho analyze -} as Helm would pipe it in. */
class ChartsTest {

  private static final Path CHARTS = Path.of("src", "test", "resources", "charts");
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
          expression: "podTemplate.spec.containers.all(c, image(c.image).registry == 'registry.example.com')"
          message: "images come from registry.example.com"
      """;

  @TempDir Path folder;
  private String policy;

  @BeforeEach
  void policy() {
    policy = new Manifests(folder).file("policy.yaml", POLICY);
  }

  private static List<Path> charts() throws IOException {
    try (Stream<Path> files = Files.list(CHARTS)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private Program analyze(byte[] manifest) {
    var real = System.in;
    System.setIn(new ByteArrayInputStream(manifest));
    try {
      return Program.run("analyze", "-", "--policies", policy, "-o", "json");
    } finally {
      System.setIn(real);
    }
  }

  private static JsonNode json(Program run) throws IOException {
    return new JsonMapper().readTree(run.out());
  }

  @Test
  void readsEveryObjectOfEveryChart() throws IOException {
    assertThat(charts()).hasSizeGreaterThanOrEqualTo(20);
    for (Path chart : charts()) {
      var manifest = Files.readAllBytes(chart);
      int objects = ManifestReader.read(Files.readString(chart)).documents().size();

      var run = analyze(manifest);

      assertThat(run.exit()).as("%s: %s%s", chart, run.out(), run.err()).isIn(0, 1);
      assertThat(json(run).path("objects").asInt()).as("%s", chart).isEqualTo(objects);
    }
  }

  @Test
  void theChartsHaveMoreThanFiftyKinds() throws IOException {
    var kinds =
        charts().stream()
            .flatMap(chart -> ManifestReader.read(read(chart)).documents().stream())
            .map(document -> document.apiVersion() + " " + document.kind())
            .distinct();

    assertThat(kinds).hasSizeGreaterThan(50);
  }

  @Test
  void findsWhatIsWrongInThem() throws IOException {
    assertThat(messages("legacy"))
        .containsExactlyInAnyOrder(
            "invalid ingress host \"old.legacy.example.com\" (no tls entry covers it)",
            "every container needs limits");
    assertThat(messages("ci-runner"))
        .containsExactly(
            "invalid deployment secret \"runner-token\" (container ci-runner, envFrom: not granted)");
    assertThat(messages("web-app")).containsExactly("every container needs limits");
    assertThat(messages("gateway")).isEmpty();
  }

  private List<String> messages(String chart) throws IOException {
    return json(analyze(Files.readAllBytes(CHARTS.resolve(chart + ".yaml"))))
        .path("findings")
        .findValuesAsText("message");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
