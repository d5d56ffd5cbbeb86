package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** Reads {@code metadata}, which every kind has. */
public final class MetaReader {

  private static final String METADATA = "metadata";
  private static final String PLAIN = "0000-00-00T00:00:00Z";

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
      return isPlain(text.get()) ? plain(text.get()) : Instant.parse(text.get());
    } catch (DateTimeException e) {
      fields.problem("metadata.creationTimestamp", "expected an RFC 3339 time");
      return Instant.MAX;
    }
  }

  /**
   * As the API server writes it; the parser for all that may be written takes ten times as long.
   */
  private static boolean isPlain(String time) {
    if (time.length() != PLAIN.length()) {
      return false;
    }
    for (int i = 0; i < PLAIN.length(); i++) {
      char expected = PLAIN.charAt(i);
      char found = time.charAt(i);
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return false;
      }
    }
    return number(time, 11, 13) < 24 && number(time, 17, 19) < 60;
  }

  private static Instant plain(String time) {
    return LocalDateTime.of(
            number(time, 0, 4),
            number(time, 5, 7),
            number(time, 8, 10),
            number(time, 11, 13),
            number(time, 14, 16),
            number(time, 17, 19))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String time, int from, int to) {
    return Integer.parseInt(time, from, to, 10);
  }
}
