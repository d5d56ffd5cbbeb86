package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The chart of this repository, by the real Helm. */
final class SekishoChart {
  static final Path FOLDER = Tools.repository().resolve("charts/sekisho");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Everything that can be turned on, and every list and map with something in it. */
  static final String EVERYTHING =
      """
      imagePullSecrets: [{name: regcred}]
      priorityClassName: system-cluster-critical
      nodeSelector: {a: b}
      tolerations: [{key: a, operator: Exists}]
      affinity: {nodeAffinity: {}}
      extraLabels: {team: platform}
      podAnnotations: {a: b}
      extraEnv: [{name: SEKISHO_XDS_MAX_CONNECTION_AGE, value: 20m}]
      certificates: {servingSecret: webhook-tls}
      webhooks:
        clientCidrs: [10.0.0.0/8, "fd00::/8"]
        failurePolicy: {clusterScoped: Fail}
      exemptNamespaces: [calico-system]
      injection:
        honourIstioInjectionLabel: true
        proxyImage: registry.example/proxy:1
        redirectImage: registry.example/redirect:1
        imagePullPolicy: Always
      networkPolicy: {adminFrom: [{namespaceSelector: {matchLabels: {a: b}}}]}
      gateway:
        enabled: true
        autoscaling: {enabled: true}
        service: {annotations: {a: b}}
        serviceAccountAnnotations: {a: b}
        podAnnotations: {a: b}
        nodeSelector: {a: b}
        tolerations: [{key: a, operator: Exists}]
        affinity: {nodeAffinity: {}}
      tracing: {otlpEndpoint: "http://collector.monitoring:4318", sampleRatio: 0.05}
      monitoring:
        serviceMonitor: {enabled: true, labels: {a: b}}
        podMonitor: {enabled: true, labels: {a: b}}
        rules: {enabled: true, labels: {a: b}}
        dashboards: {enabled: true}
      """;

  private SekishoChart() {}

  /** Helm with that on its standard input. */
  static Command helm(String input, String... arguments) {
    var command = new ArrayList<>(List.of(Tools.path("helm").toString()));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of("NO_COLOR", "1"), input, Command.SHORT);
  }

  /** What Helm renders in Sekisho's namespace with those values. */
  static String template(String values) {
    return helm(
            values,
            "template",
            "sekisho",
            FOLDER.toString(),
            "--namespace=" + Cluster.HOME,
            "--values=-")
        .orFail("helm template")
        .out();
  }

  static List<JsonNode> objects(String yaml) {
    return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
        .filter(document -> document != null)
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  /** Applies those of these kinds. */
  static void apply(Cluster cluster, List<JsonNode> objects, Set<String> kinds) {
    var list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
    var items = list.putArray("items");
    objects.stream().filter(o -> kinds.contains(o.path("kind").asText())).forEach(items::add);
    cluster.apply(list.toString());
  }

  static JsonNode only(List<JsonNode> objects, String kind, String name) {
    var found =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects " + kind + "/" + name);
    }
    return found.getFirst();
  }

  static JsonNode tree(String json) {
    return new KubeApi.Answer(200, json).json();
  }
}
