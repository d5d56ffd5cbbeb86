package dev.sekisho.policies.parse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of the policy document, made from the definition that the parser reads by.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
 */
public final class PolicySchema {

  /** Names the schema; nothing need be served there. */
  public static final String ID = "https://sekisho.dev/schemas/v1alpha1/policy.schema.json";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TYPE = "type";

  private PolicySchema() {}

  /** The schema as text, the same each time. */
  public static String json() {
    var root = JSON.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("$id", ID)
        .put("title", "Sekisho policy")
        .put(
            "description",
            "A policy for admission and routing. What no schema can say (names that must be unique,"
                + " the types in CEL expressions, where a policy stands) is checked when it is put"
                + " in force.");
    root.setAll(of(PolicyShape.SHAPE));
    return SchemaText.print(root);
  }

  static ObjectNode of(Shape<?> shape) {
    return switch (shape) {
      case TextShape<?> text -> text(text.form());
      case WordShape<?> words -> words(words);
      case PortShape _ ->
          JSON.objectNode()
              .put(TYPE, "integer")
              .put("minimum", 1)
              .put("maximum", PortShape.HIGHEST);
      case ListShape<?> list -> list(list);
      case TextMapShape map -> map(pattern(map.keyForm()), map.value());
      case PortMapShape<?> map -> map(pattern(TextForm.PORT), map.value());
      case ObjectShape<?> object -> object(object);
    };
  }

  private static ObjectNode text(TextForm form) {
    var words = form.words().get();
    if (words.isEmpty()) {
      return pattern(form);
    }
    var either = JSON.objectNode();
    var choices = either.putArray("anyOf");
    words.forEach(choices.addObject().putArray("enum")::add);
    form.pattern().ifPresent(pattern -> choices.add(pattern(form)));
    return either;
  }

  private static ObjectNode pattern(TextForm form) {
    var schema = JSON.objectNode().put(TYPE, "string");
    form.pattern().ifPresent(pattern -> schema.put("pattern", "^(?:" + pattern + ")$"));
    form.longest().ifPresent(longest -> schema.put("maxLength", longest));
    return schema;
  }

  private static ObjectNode words(WordShape<?> shape) {
    var schema = JSON.objectNode();
    if (shape.words().size() == 1) {
      return schema.put("const", shape.words().getFirst().text());
    }
    ArrayNode choices = schema.putArray("enum");
    for (WordShape.Word<?> word : shape.words()) {
      if (word.isBoolean()) {
        choices.add(word.text().equals("true"));
      } else {
        choices.add(word.text());
      }
    }
    return schema;
  }

  private static ObjectNode list(ListShape<?> shape) {
    var schema = JSON.objectNode().put(TYPE, "array");
    schema.set("items", of(shape.item()));
    if (shape.whenEmpty().isPresent()) {
      schema.put("minItems", 1);
    }
    if (shape.distinct()) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }

  private static ObjectNode map(ObjectNode names, Shape<?> value) {
    var schema = JSON.objectNode().put(TYPE, "object");
    schema.set("propertyNames", names);
    schema.set("additionalProperties", of(value));
    return schema;
  }

  private static ObjectNode object(ObjectShape<?> shape) {
    var schema = JSON.objectNode().put(TYPE, "object");
    var properties = schema.putObject("properties");
    for (Key<?> key : shape.keys()) {
      var property = JSON.objectNode().put("description", key.description());
      property.setAll(of(key.shape()));
      properties.set(key.name(), property);
    }
    var required = shape.keys().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    schema.put("additionalProperties", false);
    var further = shape.check().asSchema();
    if (!further.isEmpty()) {
      schema.putArray("allOf").addAll(further);
    }
    return schema;
  }
}
