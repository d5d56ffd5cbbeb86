package dev.sekisho.policies.parse.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a document that is JSON. YAML 1.1 isn't quite a superset: JSON may have tabs between tokens
 * and knows the escape {@code \/}.
 */
final class JsonDocuments {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(YamlText.DEEPEST).build())
          .build();

  private final JsonParser parser;
  private final LineCounter lines;
  private final List<YamlProblem> problems = new ArrayList<>();

  private JsonDocuments(DocumentSplitter.Chunk chunk, JsonParser parser) {
    this.parser = parser;
    this.lines = new LineCounter(chunk.text(), chunk.firstLine());
  }

  /** The document; empty if it isn't JSON from its first brace to its end. */
  static Optional<YamlDocument> read(DocumentSplitter.Chunk chunk) {
    String body = chunk.text().stripLeading();
    if (!body.startsWith("{") && !body.startsWith("[")) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(chunk.text())) {
      var reader = new JsonDocuments(chunk, parser);
      var root = reader.node(parser.nextToken(), YamlPath.ROOT);
      return parser.nextToken() == null
          ? Optional.of(
              new YamlDocument(root.position(), Optional.of(root), reader.problems, chunk.text()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // perhaps YAML in flow style; if not, YAML's problem is reported
    }
  }

  private YamlNode node(JsonToken token, YamlPath path) throws IOException {
    return switch (token) {
      case START_OBJECT -> mapping(path);
      case START_ARRAY -> sequence(path);
      case VALUE_STRING -> scalar(ScalarType.STRING);
      case VALUE_NUMBER_INT -> scalar(ScalarType.INTEGER);
      case VALUE_NUMBER_FLOAT -> scalar(ScalarType.FLOAT);
      case VALUE_TRUE, VALUE_FALSE -> scalar(ScalarType.BOOLEAN);
      case VALUE_NULL -> scalar(ScalarType.NULL);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("the parser of JSON text gives no " + token + " here");
    };
  }

  private YamlNode mapping(YamlPath path) throws IOException {
    var position = position();
    var entries = new MappingEntries(path, problems);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = scalar(ScalarType.STRING);
      entries.add(new YamlNode.Entry(key, node(parser.nextToken(), path.key(key.text()))));
    }
    return new YamlNode.Mapping(position, entries.list());
  }

  private YamlNode sequence(YamlPath path) throws IOException {
    var position = position();
    var items = new ArrayList<YamlNode>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(node(token, path.item(items.size())));
    }
    return new YamlNode.Sequence(position, items);
  }

  private YamlNode.Scalar scalar(ScalarType type) throws IOException {
    return new YamlNode.Scalar(position(), parser.getText(), type);
  }

  private Position position() {
    return lines.at(Math.toIntExact(parser.currentTokenLocation().getCharOffset()));
  }
}
