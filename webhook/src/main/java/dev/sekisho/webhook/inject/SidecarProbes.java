package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has kubelet ask the sidecar where it would ask the application, for it has no certificate of the
 * mesh. What it would have asked stands in an annotation, from which the sidecar is configured.
 * Checks that run a command stay, and so do those of other hosts, and those of a port whose name
 * the container doesn't have, which fail with a sidecar as they do without.
 */
final class SidecarProbes {

  /** What the sidecar answers, by container. */
  static final String ANNOTATION = "sidecar.sekisho.dev/probes";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String HTTP_GET = "httpGet";
  private static final List<String> PROBES = List.of(HTTP_GET, "tcpSocket", "grpc");
  private static final List<String> TIMES = List.of("timeoutSeconds", "periodSeconds");
  private static final List<String> REQUEST = List.of("path", "scheme", "httpHeaders");

  private final ObjectNode before;
  private final ObjectNode answered = JsonNodeFactory.instance.objectNode();
  private final List<String> problems = new ArrayList<>();
  private final int port;

  private SidecarProbes(ObjectNode before, int port) {
    this.before = before;
    this.port = port;
  }

  /** A kind of check: the field of Kubernetes, and the path that the sidecar answers at. */
  private enum Kind {
    LIVENESS("livenessProbe", "/app-health/%s/livez"),
    READINESS("readinessProbe", "/app-health/%s/readyz"),
    STARTUP("startupProbe", "/app-health/%s/startupz"),
    POST_START("postStart", "/app-lifecycle/%s/poststartz"),
    PRE_STOP("preStop", "/app-lifecycle/%s/prestopz");

    private final String field;
    private final String path;

    Kind(String field, String path) {
      this.field = field;
      this.path = path;
    }

    boolean isHook() {
      return this == POST_START || this == PRE_STOP;
    }

    private JsonNode of(ObjectNode container) {
      return (isHook() ? container.path("lifecycle") : container).path(field);
    }
  }

  /**
   * Changes the checks of a Pod that has no sidecar, or a sidecar of ours already.
   *
   * @param port where the sidecar answers
   * @return what can't be rewritten, for the user
   */
  static List<String> rewrite(PodDocument pod, int port) {
    var probes = new SidecarProbes(before(pod), port);
    for (var container : pod.running()) {
      if (!container.path(PodDocument.NAME).asText().equals(ProxyContainer.NAME)) {
        probes.container(container);
      }
    }
    if (!probes.answered.isEmpty()) {
      pod.setAnnotation(ANNOTATION, probes.answered.toString());
    } else if (pod.annotation(ANNOTATION).isPresent()) {
      pod.removeAnnotation(ANNOTATION);
    }
    return probes.problems;
  }

  /** What the annotation says already; nothing if it can't be read. */
  private static ObjectNode before(PodDocument pod) {
    try {
      return pod.annotation(ANNOTATION).isPresent()
              && MAPPER.readTree(pod.annotation(ANNOTATION).get()) instanceof ObjectNode there
          ? there
          : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private void container(ObjectNode container) {
    var name = container.path(PodDocument.NAME).asText();
    for (var kind : Kind.values()) {
      if (!(kind.of(container) instanceof ObjectNode probe)) {
        continue;
      }
      var path = kind.path.formatted(name);
      if (isAnswered(probe, path)) {
        if (before.path(name).path(kind.field) instanceof ObjectNode known) {
          answer(name, kind, known);
        } else {
          problems.add(
              "the %s of container %s asks Sekisho's own port %d, but the annotation %s doesn't have it (give the check that the application has)"
                  .formatted(kind.field, name, port, ANNOTATION));
        }
      } else {
        asked(probe, kind, container)
            .ifPresent(
                check -> {
                  answer(name, kind, check);
                  ask(probe, path);
                });
      }
    }
  }

  private void answer(String container, Kind kind, ObjectNode check) {
    answered.withObjectProperty(container).set(kind.field, check);
  }

  private boolean isAnswered(ObjectNode probe, String path) {
    var get = probe.path(HTTP_GET);
    return get.path("port").asInt() == port && get.path("path").asText().equals(path);
  }

  private void ask(ObjectNode probe, String path) {
    PROBES.forEach(probe::remove);
    probe.putObject(HTTP_GET).put("path", path).put("port", port).put("scheme", "HTTP");
  }

  /** What is asked of the application, with a number for the port; empty: it stays as it is. */
  private Optional<ObjectNode> asked(ObjectNode probe, Kind kind, ObjectNode container) {
    var present = PROBES.stream().filter(action -> probe.path(action).isObject()).toList();
    if (present.size() != 1 || (kind.isHook() && !present.contains(HTTP_GET))) {
      return Optional.empty();
    }
    var action = present.getFirst();
    var from = probe.path(action);
    var number = port(from.path("port"), container);
    if (number.isEmpty() || !from.path("host").asText("").isEmpty()) {
      return Optional.empty();
    }
    var check = JsonNodeFactory.instance.objectNode();
    var to = check.putObject(action);
    if (action.equals(HTTP_GET)) {
      if (!isRequest(from)) {
        problems.add(
            "the %s of container %s can't be made by the sidecar (expected: no space and no # in its path, no empty Host; or the annotation %s: \"false\")"
                .formatted(
                    kind.field,
                    container.path(PodDocument.NAME).asText(),
                    SidecarAnnotations.REWRITE));
        return Optional.empty();
      }
      REQUEST.forEach(field -> copy(from, field, to));
    }
    to.put("port", number.get());
    if (action.equals("grpc")) {
      copy(from, "service", to);
    }
    if (!kind.isHook()) {
      TIMES.forEach(field -> copy(probe, field, check));
    }
    return Optional.of(check);
  }

  private static boolean isRequest(JsonNode get) {
    var path = get.path("path").asText("");
    return path.indexOf(' ') < 0
        && path.indexOf('#') < 0
        && get.path("httpHeaders")
            .valueStream()
            .noneMatch(
                header ->
                    header.path("name").asText().equalsIgnoreCase("host")
                        && header.path("value").asText("").isBlank());
  }

  private static void copy(JsonNode from, String field, ObjectNode to) {
    if (from.hasNonNull(field)) {
      to.set(field, from.get(field));
    }
  }

  private static Optional<Integer> port(JsonNode port, ObjectNode container) {
    if (port.isIntegralNumber() && port.canConvertToInt()) {
      return Optional.of(port.intValue());
    }
    return container
        .path("ports")
        .valueStream()
        .filter(named -> port.isTextual() && named.path("name").equals(port))
        .map(named -> named.path("containerPort").asInt())
        .filter(number -> number > 0)
        .findFirst();
  }
}
