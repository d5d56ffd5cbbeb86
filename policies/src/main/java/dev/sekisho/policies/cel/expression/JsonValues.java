package dev.sekisho.policies.cel.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as expressions see it, and back: integers that fit are {@code int}, other numbers {@code
 * double}, as Kubernetes presents objects of which it knows no schema. The views cost nothing until
 * something is read.
 */
final class JsonValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonValues() {}

  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new JsonMap((ObjectNode) node);
      case ARRAY -> new JsonList((ArrayNode) node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.longValue()
              : (Object) node.doubleValue();
      case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
    };
  }

  /**
   * @throws IllegalArgumentException if there is no JSON for it
   */
  static JsonNode toJson(Object value) {
    return switch (value) {
      case String text -> JSON.textNode(text);
      case Boolean flag -> JSON.booleanNode(flag);
      case Long number -> JSON.numberNode(number);
      case UnsignedLong number -> JSON.numberNode(number.bigIntegerValue());
      case Double number -> JSON.numberNode(number);
      case NullValue _ -> JSON.nullNode();
      case Duration duration ->
          JSON.textNode(dev.sekisho.policies.cel.library.Conversions.toText(duration));
      case Instant instant -> JSON.textNode(instant.toString());
      case CelByteString bytes ->
          JSON.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
      case JsonMap map -> map.node.deepCopy();
      case JsonList list -> list.node.deepCopy();
      case List<?> list -> {
        var array = JSON.arrayNode();
        list.forEach(element -> array.add(toJson(element)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = JSON.objectNode();
        map.forEach((key, element) -> object.set(String.valueOf(key), toJson(element)));
        yield object;
      }
      default -> throw new IllegalArgumentException("a value that JSON doesn't have");
    };
  }

  private static final class JsonMap extends AbstractMap<String, Object> {

    private final ObjectNode node;

    JsonMap(ObjectNode node) {
      this.node = node;
    }

    @Override
    public @Nullable Object get(Object key) {
      JsonNode value = key instanceof String name ? node.get(name) : null;
      return value == null ? null : of(value);
    }

    @Override
    public boolean containsKey(Object key) {
      return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return node.size();
        }

        @Override
        public Iterator<Entry<String, Object>> iterator() {
          return node.properties().stream()
              .map(e -> Map.entry(e.getKey(), of(e.getValue())))
              .iterator();
        }
      };
    }
  }

  private static final class JsonList extends AbstractList<Object> implements RandomAccess {

    private final ArrayNode node;

    JsonList(ArrayNode node) {
      this.node = node;
    }

    @Override
    public Object get(int index) {
      JsonNode value = node.get(index);
      if (value == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return of(value);
    }

    @Override
    public int size() {
      return node.size();
    }
  }
}
