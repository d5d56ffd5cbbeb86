package dev.sekisho.xds.model.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.xds.model.PortNumbers;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the fields of an object, each as what it must be.
 *
 * @param path of the object; empty: the whole
 * @param problems takes the path of a field and what is wrong with it
 */
record ProbeFields(String path, BiConsumer<String, String> problems) {
  ProbeFields below(String field) {
    return new ProbeFields(path.isEmpty() ? field : path + "." + field, problems);
  }

  void problem(String message) {
    problems.accept(path, message);
  }

  /** It is an object, and has no other fields. */
  void expectOnly(JsonNode node, Set<String> known) {
    if (!node.isObject()) {
      problem("expected: an object");
      return;
    }
    boolean strange = node.properties().stream().anyMatch(field -> !known.contains(field.getKey()));
    if (strange) {
      problem("has an unknown field (expected: %s)".formatted(String.join(", ", sorted(known))));
    }
  }

  /** A number of seconds, at least 1. */
  int seconds(JsonNode node, String field, int otherwise) {
    var value = node.path(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 1) {
      return value.asInt();
    }
    below(field).problem("expected: a number of seconds, at least 1");
    return otherwise;
  }

  Optional<Integer> port(JsonNode node) {
    var value = node.path("port");
    if (value.isIntegralNumber() && value.canConvertToInt() && PortNumbers.isPort(value.asInt())) {
      return Optional.of(value.asInt());
    }
    below("port").problem("expected: a port number, 1 to 65535");
    return Optional.empty();
  }

  /** A text of visible ASCII characters, and spaces; {@code otherwise} if absent. */
  Optional<String> text(JsonNode node, String field, String otherwise) {
    var value = node.path(field);
    if (value.isMissingNode()) {
      return Optional.of(otherwise);
    }
    if (value.isTextual() && value.asText().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return Optional.of(value.asText());
    }
    below(field).problem("expected: a text of printable ASCII characters");
    return Optional.empty();
  }

  private static Iterable<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
