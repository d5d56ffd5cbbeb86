package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What the chart renders, without a cluster. */
class ChartTemplateIT {
  private static final String DEFAULTS = "{}";

  @Test
  void lintsAndRendersTheSameEachTime() {
    for (String values : List.of(DEFAULTS, SekishoChart.EVERYTHING)) {
      SekishoChart.helm(values, "lint", "--strict", SekishoChart.FOLDER.toString(), "--values=-")
          .orFail("helm lint");
      assertThat(SekishoChart.template(values)).isEqualTo(SekishoChart.template(values));
    }
    assertThat(SekishoChart.objects(SekishoChart.template(SekishoChart.EVERYTHING)))
        .hasSizeGreaterThan(SekishoChart.objects(SekishoChart.template(DEFAULTS)).size() + 8);
  }

  /** Argo CD renders without a cluster, again and again, and knows Helm's hooks only in part. */
  @Test
  void usesNothingThatDependsOnWhenAndWhereItIsRendered() throws IOException {
    try (Stream<Path> files = Files.walk(SekishoChart.FOLDER.resolve("templates"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(
                "\\b(lookup|genCA|genSelfSignedCert|genSignedCert|genPrivateKey)\\b")
            .doesNotContainPattern("\\b(rand[A-Z]\\w+|uuidv4|now|Capabilities)\\b")
            .doesNotContainPattern("helm.sh/hook: (?!test)");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replica: 3|additional properties 'replica' not allowed",
        "{gateway: {service: {typ: NodePort}}}|at '/gateway/service': additional properties 'typ'",
        "replicas: 0|at '/replicas': minimum: got 0, want 1",
        "replicas: two|at '/replicas': got string, want integer",
        "{certificates: {rootLifetime: 10y}}|at '/certificates/rootLifetime': '10y' does not match",
        "{webhooks: {failurePolicy: {inject: fail}}}|at '/webhooks/failurePolicy/inject': value must",
        "{tracing: {otlpEndpoint: 'collector:4318'}}|at '/tracing/otlpEndpoint': 'collector:4318' does",
        "{tracing: {sampleRatio: 2}}|at '/tracing/sampleRatio': maximum: got 2, want 1",
        "exemptNamespaces: [Kube]|at '/exemptNamespaces/0': 'Kube' does not match pattern",
      })
  void refusesWrongValues(String values, String problem) {
    var run =
        SekishoChart.helm(
            values, "template", "sekisho", SekishoChart.FOLDER.toString(), "--values=-");

    assertThat(run.exit()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).contains("values don't meet the specifications of the schema", problem);
  }

  @Test
  void everyValueIsDescribedAndHasADefault() throws IOException {
    var schema =
        SekishoChart.tree(Files.readString(SekishoChart.FOLDER.resolve("values.schema.json")));
    JsonNode values =
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml()
                    .<Object>load(Files.readString(SekishoChart.FOLDER.resolve("values.yaml"))));
    var problems = new ArrayList<String>();
    compare("", schema, values, problems);
    assertThat(problems).isEmpty();
  }

  private static void compare(String at, JsonNode schema, JsonNode value, List<String> problems) {
    if (schema.path("description").asText().length() < 10) {
      problems.add(at + ": not described");
    }
    var properties = schema.path("properties");
    if (!properties.isObject()) {
      return;
    }
    if (schema.path("additionalProperties").asBoolean(true)) {
      problems.add(at + ": takes unknown keys");
    }
    var names = new TreeSet<String>();
    properties.fieldNames().forEachRemaining(names::add);
    value.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      var path = at + "/" + name;
      if (!properties.has(name)) {
        problems.add(path + ": not in the schema");
      } else if (value.has(name) || path.equals("/global")) {
        compare(path, properties.path(name), value.path(name), problems);
      } else {
        problems.add(path + ": no default in values.yaml");
      }
    }
  }

  @Test
  void theGatewaysBootstrapIsWhatTheCommandPrints() {
    var objects = SekishoChart.objects(SekishoChart.template(SekishoChart.EVERYTHING));
    var data = SekishoChart.only(objects, "ConfigMap", "sekisho-gateway").path("data");
    var printed =
        Command.sekisho(
                "bootstrap",
                "--role=gateway",
                "--id=router~0.0.0.0~gateway.%1$s~%1$s.svc.cluster.local".formatted(Cluster.HOME),
                "--xds=sekisho." + Cluster.HOME + ".svc:15012",
                "--token-file=/var/run/secrets/sekisho/token/token",
                "--ca-file=/var/run/secrets/sekisho/root/root-cert.pem",
                "--secrets-dir=/etc/sekisho",
                "-o",
                "bundle")
            .orFail("bootstrap")
            .out();

    assertThat(documents(data)).isEqualTo(documents(SekishoChart.tree(printed)));
  }

  private static JsonNode documents(JsonNode bundle) {
    var documents = JsonNodeFactory.instance.objectNode();
    bundle
        .properties()
        .forEach(file -> documents.set(file.getKey(), SekishoChart.tree(file.getValue().asText())));
    return documents;
  }

  @Test
  void theConfigurationHasKnownKeysOnly(@TempDir Path folder) throws IOException {
    var help = Command.sekisho("run", "--help").orFail("run --help").out();
    for (String values : List.of(DEFAULTS, SekishoChart.EVERYTHING)) {
      var objects = SekishoChart.objects(SekishoChart.template(values));
      var text =
          SekishoChart.only(objects, "ConfigMap", "sekisho").at("/data/config.yaml").asText();
      var keys = SekishoChart.objects(text).getFirst();
      assertThat(keys.size()).isGreaterThan(15);
      keys.fieldNames().forEachRemaining(key -> assertThat(help).contains("--" + key + "="));
      // A folder is no cluster: it goes as far as reading all of the file.
      var file = Files.writeString(folder.resolve("config.yaml"), text);
      var run = Command.sekisho("run", "--config=" + file, "--source=" + folder.resolve("none"));
      assertThat(run.exit()).isNotZero();
      assertThat(run.err()).as(text).doesNotContain("config.yaml", "expected:");
    }
  }

  @Test
  void tracesAreOffUnlessThereIsAnEndpoint() {
    assertThat(config(DEFAULTS).properties())
        .extracting(Map.Entry::getKey)
        .doesNotContain("otlp-endpoint", "trace-sample-ratio");
    assertThat(config(SekishoChart.EVERYTHING).path("otlp-endpoint").asText())
        .isEqualTo("http://collector.monitoring:4318");
    assertThat(config(SekishoChart.EVERYTHING).path("trace-sample-ratio").asText())
        .isEqualTo("0.05");
  }

  private static JsonNode config(String values) {
    var objects = SekishoChart.objects(SekishoChart.template(values));
    var text = SekishoChart.only(objects, "ConfigMap", "sekisho").at("/data/config.yaml").asText();
    return SekishoChart.objects(text).getFirst();
  }

  @Test
  void eachPodIsInOneEntryOfTheMutatingWebhook() {
    var objects = SekishoChart.objects(SekishoChart.template(SekishoChart.EVERYTHING));
    var entries = SekishoChart.only(objects, "MutatingWebhookConfiguration", "sekisho");
    var labels =
        List.of(
            List.<String>of(),
            List.of("sekisho.dev/injection=enabled"),
            List.of("istio.io/rev=sekisho"),
            List.of("istio-injection=enabled"),
            List.of("sekisho.dev/injection=enabled", "istio.io/rev=sekisho"),
            List.of("istio-injection=enabled", "istio.io/rev=sekisho"),
            List.of(
                "istio-injection=enabled", "istio.io/rev=sekisho", "sekisho.dev/injection=enabled"),
            List.of("istio-injection=disabled", "istio.io/rev=other"));

    assertThat(
            labels.stream()
                .map(each -> asked(entries.path("webhooks"), each))
                .collect(Collectors.toList()))
        .containsExactly(
            List.of("mutate.sekisho.dev"),
            List.of("inject.sekisho.dev"),
            List.of("revision.inject.sekisho.dev"),
            List.of("istio.inject.sekisho.dev"),
            List.of("inject.sekisho.dev"),
            List.of("revision.inject.sekisho.dev"),
            List.of("inject.sekisho.dev"),
            List.of("mutate.sekisho.dev"));
  }

  /** The entries whose selector takes a namespace with those labels. */
  private static List<String> asked(JsonNode entries, List<String> labels) {
    return entries
        .valueStream()
        .filter(
            entry ->
                entry
                    .at("/namespaceSelector/matchExpressions")
                    .valueStream()
                    .allMatch(expression -> takes(expression, labels)))
        .map(entry -> entry.path("name").asText())
        .toList();
  }

  private static boolean takes(JsonNode expression, List<String> labels) {
    boolean listed =
        expression
            .path("values")
            .valueStream()
            .anyMatch(
                value -> labels.contains(expression.path("key").asText() + "=" + value.asText()));
    return listed == expression.path("operator").asText().equals("In");
  }
}
