package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Reads {@code metadata}, which every kind has. */
public final class MetaReader {

  private static final String METADATA = "metadata";

  private MetaReader() {}

  /** The metadata of {@code object}; what can't be read of it is empty. Never throws. */
  public static ObjectMeta read(JsonNode object) {
    return read(object, new FieldReader());
  }

  /** The namespace that a Namespace object describes. */
  public static NamespaceFacts namespace(JsonNode object) {
    var meta = read(object);
    return new NamespaceFacts(meta.name(), meta.labels(), meta.annotations());
  }

  /** As {@link #read(JsonNode)}, with what can't be read noted as a problem. */
  public static ObjectMeta read(JsonNode object, FieldReader fields) {
    JsonNode meta =
        fields.object(object, METADATA, "").orElseGet(JsonNodeFactory.instance::objectNode);
    return new ObjectMeta(
        fields.text(meta, "namespace", METADATA).orElse(""),
        fields.text(meta, "name", METADATA).orElse(""),
        fields.text(meta, "uid", METADATA).orElse(""),
        creation(meta, fields),
        fields.textMap(meta, "labels", METADATA),
        annotations(meta, fields),
        fields.text(meta, "deletionTimestamp", METADATA).isPresent());
  }

  private static Map<String, String> annotations(JsonNode meta, FieldReader fields) {
    var annotations = fields.textMap(meta, "annotations", METADATA);
    // A copy of the whole object, which nobody asks for here.
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    return annotations;
  }

  private static Instant creation(JsonNode meta, FieldReader fields) {
    var text = fields.text(meta, "creationTimestamp", METADATA);
    if (text.isEmpty()) {
      return Instant.MAX;
    }
    try {
      return Instant.parse(text.get());
    } catch (DateTimeParseException e) {
      fields.problem("metadata.creationTimestamp", "expected an RFC 3339 time");
      return Instant.MAX;
    }
  }
}
