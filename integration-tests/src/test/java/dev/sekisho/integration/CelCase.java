package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A rule in CEL that both the API server and the policies judge by.
 *
 * @param name of the object that the rule is asked about
 * @param rule its {@code expression} and what may stand beside it
 */
record CelCase(String name, ObjectNode rule) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Those of the files, about {@link #object}. */
  static List<CelCase> all() {
    var rules = new ArrayList<ObjectNode>();
    for (String line : read("expressions.txt").lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        rules.add(ruleOf(line));
      }
    }
    parse("rules.json").forEach(rule -> rules.add((ObjectNode) rule));
    var cases = new ArrayList<CelCase>();
    for (ObjectNode rule : rules) {
      cases.add(new CelCase("case-" + cases.size(), rule));
    }
    return cases;
  }

  private static ObjectNode ruleOf(String line) {
    var rule = JsonNodeFactory.instance.objectNode();
    if (line.startsWith("~")) {
      // Not "false": what decides must not be known when the policy is read.
      rule.put("expression", "object.kind == ''").put("message", "no message");
      return rule.put("messageExpression", line.substring(1).strip());
    }
    return rule.put("expression", line).put("message", "not so");
  }

  /** What the rules are about, under the case's own name. */
  ObjectNode object(String namespace) {
    var object = (ObjectNode) parse("object.json");
    object.withObject("/metadata").put("name", name).put("namespace", namespace);
    return object;
  }

  @Override
  public String toString() {
    return name + " " + rule;
  }

  private static JsonNode parse(String file) {
    try {
      return JSON.readTree(read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    try (InputStream in = CelCase.class.getResourceAsStream("/cel/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
