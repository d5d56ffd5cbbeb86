package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.LabelSelector.Operator;
import dev.sekisho.policies.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

  private static boolean matches(
      Operator operator, List<String> values, Map<String, String> labels) {
    return new LabelSelector(Map.of(), List.of(new Requirement("tier", operator, values)))
        .matches(labels);
  }

  @ParameterizedTest
  @CsvSource({
    // operator, label is edge, core, empty, absent
    "IN, true, false, false, false",
    "NOT_IN, false, true, true, true",
    "EXISTS, true, true, true, false",
    "DOES_NOT_EXIST, false, false, false, true",
  })
  void operatorsAreThoseOfKubernetes(
      Operator operator, boolean edge, boolean core, boolean empty, boolean absent) {
    boolean unary = operator == Operator.EXISTS || operator == Operator.DOES_NOT_EXIST;
    var values = unary ? List.<String>of() : List.of("front", "edge");
    assertThat(matches(operator, values, Map.of("tier", "edge"))).isEqualTo(edge);
    assertThat(matches(operator, values, Map.of("tier", "core"))).isEqualTo(core);
    assertThat(matches(operator, values, Map.of("tier", ""))).isEqualTo(empty);
    assertThat(matches(operator, values, Map.of("other", "edge"))).isEqualTo(absent);
  }

  @Test
  void anEmptySelectorSelectsAll() {
    var all = new LabelSelector(Map.of(), List.of());
    assertThat(all.matches(Map.of())).isTrue();
    assertThat(all.matches(Map.of("a", "b"))).isTrue();
  }

  @Test
  void allRequirementsMustHold() {
    var selector =
        new LabelSelector(
            Map.of("a", "1", "b", "2"),
            List.of(
                new Requirement("c", Operator.EXISTS, List.of()),
                new Requirement("d", Operator.IN, List.of("4"))));
    assertThat(selector.matches(Map.of("a", "1", "b", "2", "c", "", "d", "4", "e", "5"))).isTrue();
    assertThat(selector.matches(Map.of("a", "1", "b", "3", "c", "", "d", "4"))).isFalse();
    assertThat(selector.matches(Map.of("a", "1", "c", "", "d", "4"))).isFalse();
    assertThat(selector.matches(Map.of("a", "1", "b", "2", "d", "4"))).isFalse();
    assertThat(selector.matches(Map.of("a", "1", "b", "2", "c", "", "d", "5"))).isFalse();
  }
}
