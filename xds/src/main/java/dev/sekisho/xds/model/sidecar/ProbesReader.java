package dev.sekisho.xds.model.sidecar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.ConfigProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the checks of a Pod's applications from the JSON of its annotation {@value
 * AppProbes#ANNOTATION}: an object that has for each container its probes as Kubernetes has them,
 * with ports as numbers.
 *
 * <pre>{@code
 * {"web": {"readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 5},
 *          "livenessProbe": {"tcpSocket": {"port": 8080}},
 *          "preStop": {"httpGet": {"path": "/bye", "port": 8080}}}}
 * }</pre>
 *
 * <p>A probe has exactly one of {@code httpGet} ({@code path}, {@code port}, {@code scheme}, {@code
 * httpHeaders}), {@code tcpSocket} ({@code port}) and {@code grpc} ({@code port}, {@code service}),
 * and may have {@code timeoutSeconds} (1 if absent) and {@code periodSeconds} (10). A hook has only
 * {@code httpGet}. Nothing else may be there. Values never get into problems: headers may hold
 * secrets.
 */
public final class ProbesReader {
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final ObjectKey pod;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ProbesReader(ObjectKey pod) {
    this.pod = pod;
  }

  /**
   * What the JSON says.
   *
   * @param pod that has the annotation
   */
  public static AppProbes read(ObjectKey pod, String json) {
    var reader = new ProbesReader(pod);
    var probes = reader.containers(json).toList();
    return reader.problems.isEmpty()
        ? new AppProbes(probes, List.of())
        : new AppProbes(List.of(), reader.problems);
  }

  private Stream<AppProbe> containers(String json) {
    var annotation = new ProbeFields("", this::problem);
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      annotation.problem(
          at == null
              ? "isn't JSON"
              : "isn't JSON: line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
      return Stream.of();
    }
    if (!root.isObject()) {
      annotation.problem("expected: an object with a field for each container");
      return Stream.of();
    }
    var probes = new ArrayList<AppProbe>();
    root.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> probes.addAll(container(entry.getKey(), entry.getValue())));
    return probes.stream();
  }

  private List<AppProbe> container(String name, JsonNode node) {
    var fields = new ProbeFields(name, this::problem);
    if (!CONTAINER.matcher(name).matches()) {
      new ProbeFields("", this::problem)
          .problem("a field isn't the name of a container (expected: a DNS label)");
      return List.of();
    }
    fields.expectOnly(
        node, Stream.of(ProbeKind.values()).map(ProbeKind::field).collect(Collectors.toSet()));
    var probes = new ArrayList<AppProbe>();
    for (var kind : ProbeKind.values()) {
      if (node.has(kind.field())) {
        new ProbeReader(fields.below(kind.field()), name, kind)
            .read(node.path(kind.field()))
            .ifPresent(probes::add);
      }
    }
    return probes;
  }

  private void problem(String fieldPath, String message) {
    var annotation = "metadata.annotations[%s]".formatted(AppProbes.ANNOTATION);
    problems.add(
        new ConfigProblem(
            pod, fieldPath.isEmpty() ? annotation : annotation + ": " + fieldPath, message));
  }
}
