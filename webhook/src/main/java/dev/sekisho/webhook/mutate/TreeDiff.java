package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.webhook.mutate.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the operations between two trees. For one thread. */
final class TreeDiff {

  private final List<Operation> operations = new ArrayList<>();

  private TreeDiff() {}

  static List<Operation> of(JsonNode source, JsonNode target) {
    var diff = new TreeDiff();
    diff.compare("", source, target);
    return diff.operations;
  }

  /** Whether the trees say the same; {@code 1} and {@code 1.0} don't. */
  static boolean same(JsonNode source, JsonNode target) {
    return source.equals(TreeDiff::compareValues, target);
  }

  /** Zero if equal: all that {@link JsonNode#equals(java.util.Comparator, JsonNode)} asks. */
  private static int compareValues(JsonNode source, JsonNode target) {
    boolean equal =
        (source.isIntegralNumber() && target.isIntegralNumber())
            ? source.bigIntegerValue().equals(target.bigIntegerValue())
            : source.equals(target);
    return equal ? 0 : 1;
  }

  private void compare(String path, JsonNode source, JsonNode target) {
    if (source instanceof ObjectNode before && target instanceof ObjectNode after) {
      compareObjects(path, before, after);
    } else if (source instanceof ArrayNode before && target instanceof ArrayNode after) {
      compareLists(path, before, after);
    } else if (!same(source, target)) {
      operations.add(new Operation.Replace(path, target));
    }
  }

  private void compareObjects(String path, ObjectNode source, ObjectNode target) {
    for (var member : source.properties()) {
      if (!target.has(member.getKey())) {
        operations.add(new Operation.Remove(path + pointer(member.getKey())));
      }
    }
    for (var member : target.properties()) {
      compareMember(
          path + pointer(member.getKey()), source.get(member.getKey()), member.getValue());
    }
  }

  private void compareMember(String path, @Nullable JsonNode source, JsonNode target) {
    if (source == null || (source.isNull() && !target.isNull())) {
      // Null is as good as missing for Kubernetes, and not every library replaces it.
      operations.add(new Operation.Add(path, target));
    } else {
      compare(path, source, target);
    }
  }

  private void compareLists(String path, ArrayNode source, ArrayNode target) {
    int at = 0;
    for (var step : ListAlignment.of(source, target)) {
      String element = path + "/" + at;
      switch (step) {
        case ListAlignment.Step.Both(var before, var after) -> {
          compare(element, before, after);
          at++;
        }
        case ListAlignment.Step.Added(var after) -> {
          operations.add(new Operation.Add(element, after));
          at++;
        }
        case ListAlignment.Step.Removed() -> operations.add(new Operation.Remove(element));
      }
    }
  }

  private static String pointer(String key) {
    return "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
