package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.number;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.orNew;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Defaults of a container. */
final class ContainerDefaults {

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HOOKS = List.of("postStart", "preStop");

  private ContainerDefaults() {}

  static void fill(ObjectNode container) {
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    text(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    orNew(container, "resources").ifPresent(ContainerDefaults::quantities);
    each(container, "ports", port -> text(port, "protocol", "TCP"));
    each(
        container,
        "env",
        env ->
            object(env, "valueFrom")
                .flatMap(from -> object(from, "fieldRef"))
                .ifPresent(field -> text(field, "apiVersion", "v1")));
    PROBES.forEach(name -> object(container, name).ifPresent(ContainerDefaults::probe));
    object(container, "lifecycle")
        .ifPresent(
            lifecycle ->
                HOOKS.forEach(
                    name ->
                        object(lifecycle, name)
                            .flatMap(hook -> object(hook, "httpGet"))
                            .ifPresent(ContainerDefaults::httpGet)));
  }

  /** A number is a quantity too; the API server always writes text. */
  private static void quantities(ObjectNode resources) {
    for (String which : List.of("limits", "requests")) {
      object(resources, which)
          .ifPresent(
              amounts ->
                  amounts.properties().stream()
                      .filter(amount -> amount.getValue().isIntegralNumber())
                      .map(Map.Entry::getKey)
                      .toList()
                      .forEach(name -> amounts.put(name, amounts.get(name).asText())));
    }
  }

  private static void probe(ObjectNode probe) {
    number(probe, "timeoutSeconds", 1);
    number(probe, "periodSeconds", 10);
    number(probe, "successThreshold", 1);
    number(probe, "failureThreshold", 3);
    object(probe, "httpGet").ifPresent(ContainerDefaults::httpGet);
    object(probe, "grpc").ifPresent(grpc -> text(grpc, "service", ""));
  }

  private static void httpGet(ObjectNode get) {
    text(get, "path", "/");
    text(get, "scheme", "HTTP");
  }

  /** An image without a tag, and without a digest, is its latest. */
  private static String pullPolicy(String image) {
    if (image.contains("@")) {
      return "IfNotPresent";
    }
    int colon = image.lastIndexOf(':');
    boolean tagged = colon > image.lastIndexOf('/');
    return !tagged || image.substring(colon + 1).equals("latest") ? "Always" : "IfNotPresent";
  }
}
