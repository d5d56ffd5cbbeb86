package dev.sekisho.webhook.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPatchPropertyTest {

  /**
   * Few names and values, so that trees share much; some names need escapes or look like indices.
   */
  private static final Arbitrary<String> NAMES =
      Arbitraries.of("a", "b", "name", "0", "-", "a/b", "~", "~1", "");

  @Provide
  Arbitrary<JsonNode> trees() {
    return objects(values(3)).map(JsonNode.class::cast);
  }

  private static Arbitrary<ObjectNode> objects(Arbitrary<JsonNode> values) {
    return Arbitraries.maps(NAMES, values)
        .ofMaxSize(4)
        .map(
            (Map<String, JsonNode> members) ->
                JsonNodeFactory.instance.objectNode().setAll(members));
  }

  private static Arbitrary<JsonNode> values(int depth) {
    var nodes = JsonNodeFactory.instance;
    Arbitrary<JsonNode> scalars =
        Arbitraries.of(
            List.of(
                nodes.nullNode(),
                nodes.booleanNode(true),
                nodes.numberNode(1),
                nodes.numberNode(1.5),
                nodes.textNode("x"),
                nodes.textNode("y")));
    if (depth == 0) {
      return scalars;
    }
    var inner = values(depth - 1);
    return Arbitraries.oneOf(
        scalars,
        objects(inner).map(JsonNode.class::cast),
        inner.list().ofMaxSize(5).map(list -> (JsonNode) nodes.arrayNode().addAll(list)));
  }

  @Property
  void applyingItGivesTheTarget(
      @ForAll("trees") JsonNode source, @ForAll("trees") JsonNode target) {
    var before = source.deepCopy();
    var patched = JsonPatchTest.apply(JsonPatch.diff(source, target), source);
    assertThat(patched).isEqualTo(target);
    assertThat(JsonPatch.diff(patched, target).isEmpty()).isTrue();
    assertThat(source).as("the source itself").isEqualTo(before);
  }

  @Property
  void equalTreesNeedNoPatch(@ForAll("trees") JsonNode tree) {
    assertThat(JsonPatch.diff(tree, tree.deepCopy()).operations()).isEmpty();
  }

  /** One element more is one operation, wherever it stands. */
  @Property
  void anAddedElementIsOneOperation(
      @ForAll("trees") JsonNode tree, @ForAll("trees") JsonNode element, @ForAll byte place) {
    var source = JsonNodeFactory.instance.objectNode();
    var list = source.putArray("list").add(tree).add(tree).add("x").add(tree);
    var target = source.deepCopy();
    target.withArray("list").insert(Math.floorMod(place, list.size() + 1), element);
    assertThat(JsonPatch.diff(source, target).operations()).hasSize(1);
  }
}
