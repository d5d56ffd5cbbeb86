package dev.sekisho.webhook.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import jakarta.json.JsonArray;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {

  /** Applies a patch by another project's implementation of RFC 6902. */
  static JsonNode apply(JsonPatch patch, JsonNode source) {
    JsonArray operations = (JsonArray) jakarta(patch.toJson());
    return Json.tree(jakarta.json.Json.createPatch(operations).apply(jakarta(source)).toString());
  }

  private static JsonStructure jakarta(JsonNode tree) {
    try (var reader = jakarta.json.Json.createReader(new StringReader(tree.toString()))) {
      return reader.read();
    }
  }

  private static void assertDiff(String source, String target, String expected) {
    var patch = JsonPatch.diff(Json.tree(source), Json.tree(target));
    assertThat(patch.toJson()).isEqualTo(Json.tree(expected));
    assertThat(apply(patch, Json.tree(source))).isEqualTo(Json.tree(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Equal trees need nothing.
        "{a: 1, b: [1, {c: null}]} | {b: [1, {c: null}], a: 1} | []",
        // Members.
        "{a: 1} | {a: 2} | [{op: 'replace', path: '/a', value: 2}]",
        "{a: 1} | {} | [{op: 'remove', path: '/a'}]",
        "{} | {a: null} | [{op: 'add', path: '/a', value: null}]",
        "{a: {b: 1}} | {a: [1]} | [{op: 'replace', path: '/a', value: [1]}]",
        // Parents that are missing, or null, come along whole.
        "{} | {a: {b: {c: [1]}}} | [{op: 'add', path: '/a', value: {b: {c: [1]}}}]",
        "{a: null} | {a: {b: 1}} | [{op: 'add', path: '/a', value: {b: 1}}]",
        // Names are escaped, the empty one too.
        "{} | {'a/b~c': 1} | [{op: 'add', path: '/a~1b~0c', value: 1}]",
        "{'~1': 1} | {} | [{op: 'remove', path: '/~01'}]",
        "{'': {'': 1}} | {'': {'': 2}} | [{op: 'replace', path: '//', value: 2}]",
        // Elements of lists, one by one.
        "{l: [1, 2]} | {l: [1, 2, 3]} | [{op: 'add', path: '/l/2', value: 3}]",
        "{l: [1, 2]} | {l: [0, 1, 2]} | [{op: 'add', path: '/l/0', value: 0}]",
        "{l: [1, 2, 3]} | {l: [1, 3]} | [{op: 'remove', path: '/l/1'}]",
        "{l: [1, 2, 3]} | {l: []} | [{op: 'remove', path: '/l/0'}, {op: 'remove', path: '/l/0'}, {op: 'remove', path: '/l/0'}]",
        "{l: ['a', 'b']} | {l: ['a', 'c']} | [{op: 'replace', path: '/l/1', value: 'c'}]",
        // Objects of one name are changed where they are; others come and go.
        "{l: [{name: 'a'}]} | {l: [{name: 'z'}, {name: 'a', x: 1}]} | [{op: 'add', path: '/l/0', value: {name: 'z'}}, {op: 'add', path: '/l/1/x', value: 1}]",
        "{l: [{name: 'a'}, {name: 'b'}]} | {l: [{name: 'b', x: 1}]} | [{op: 'remove', path: '/l/0'}, {op: 'add', path: '/l/0/x', value: 1}]",
        "{l: [{k: 1}]} | {l: [{k: 2}]} | [{op: 'replace', path: '/l/0/k', value: 2}]",
        "{l: [[1], [2]]} | {l: [[2]]} | [{op: 'remove', path: '/l/0'}]",
      })
  void findsTheLeastOperations(String source, String target, String expected) {
    assertDiff(source, target, expected);
  }

  @Test
  void comparesWholeNumbersByValue() {
    var ints = JsonNodeFactory.instance.objectNode().put("a", 1);
    var longs = JsonNodeFactory.instance.objectNode();
    longs.set("a", LongNode.valueOf(1));
    assertThat(JsonPatch.diff(ints, longs).isEmpty()).isTrue();
    assertThat(JsonPatch.diff(ints, Json.tree("{a: 1.0}")).isEmpty()).isFalse();
    assertThat(JsonPatch.diff(ints, Json.tree("{a: '1'}")).isEmpty()).isFalse();
  }

  @Test
  void addsToALongListByOneOperation() {
    var source = JsonNodeFactory.instance.objectNode();
    var list = source.putArray("l");
    for (int i = 0; i < 10_000; i++) {
      list.addObject().put("name", "n" + i);
    }
    var target = source.deepCopy();
    target.withArray("l").insert(5_000, Json.tree("{name: 'new'}"));
    assertThat(JsonPatch.diff(source, target)).hasToString("JsonPatch[Add /l/5000]");
  }

  @Test
  void comparesListsPlaceByPlaceThatHaveLittleInCommon() {
    var source = JsonNodeFactory.instance.objectNode();
    var target = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 600; i++) {
      source.withArray("l").add("a" + i);
      target.withArray("l").add("b" + i);
    }
    source.withArray("l").add("more").add("and more");
    var patch = JsonPatch.diff(source, target);
    assertThat(patch.operations()).hasSize(602);
    assertThat(apply(patch, source)).isEqualTo(target);
  }

  @Test
  void tellsPathsOnly() {
    var patch =
        JsonPatch.diff(Json.tree("{a: 1, b: 2}"), Json.tree("{b: 'hunter2', c: 'hunter2'}"));
    assertThat(patch).hasToString("JsonPatch[Remove /a, Replace /b, Add /c]");
  }
}
