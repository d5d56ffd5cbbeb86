package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedValuesTest {

  private final SharedValues values = new SharedValues();

  /** Equal texts, but never one object. */
  private static String text(String text) {
    return String.valueOf(text.toCharArray());
  }

  @Test
  void equalValuesAreOne() {
    var first = values.of(text("nginx"));

    assertThat(values.of(text("nginx"))).isSameAs(first);
    assertThat(values.of(text("other"))).isEqualTo("other");
    assertThat(values.of(text("nginx"))).isSameAs(first);
  }

  @Test
  void valuesOfOneHashDontMeet() {
    var text = values.of(text("nginx"));
    var optional = values.of(Optional.of(text("nginx")));

    assertThat(values.of(text("nginx"))).isSameAs(text);
    assertThat(values.of(Optional.of(text("nginx")))).isSameAs(optional);
  }

  @Test
  void textsOfMapsAreSharedToo() {
    var one = values.texts(Map.of(text("app"), text("web"), "name", "one"));
    var other = values.texts(Map.of(text("app"), text("web"), "name", "other"));

    assertThat(other.get("app")).isSameAs(one.get("app"));
    assertThat(values.texts(Map.of(text("app"), text("web"), "name", "one"))).isSameAs(one);
    assertThat(other).containsEntry("name", "other").hasSize(2);
  }

  @Test
  void aSharedIngressSaysTheSame() {
    var tree = Trees.object(Trees.INGRESS_V1);

    var ingress = IngressReader.read(tree);

    assertThat(ingress.shared(values)).isEqualTo(ingress);
  }

  /** Two values may want one place; where that is depends on the hashes of enums in this JVM. */
  @Test
  void mostPathsOfSharedIngressesAreShared() {
    long shared =
        IntStream.range(0, 20)
            .mapToObj(i -> Trees.object(Trees.INGRESS_V1.replace("/p", "/p" + i)))
            .filter(this::sharesPaths)
            .count();

    assertThat(shared).isGreaterThan(15);
  }

  private boolean sharesPaths(JsonNode tree) {
    var first = paths(tree);
    return paths(tree) == first;
  }

  private List<?> paths(JsonNode tree) {
    return IngressReader.read(tree).shared(values).rules().getFirst().paths();
  }
}
