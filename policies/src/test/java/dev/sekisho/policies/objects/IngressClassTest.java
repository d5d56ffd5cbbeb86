package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressClassTest {

  private static final String MARK = "'ingressclass.kubernetes.io/is-default-class': ";

  private static IngressClass read(String name, int day, String annotations) {
    return IngressClass.read(
        Trees.object(
            "{metadata: {name: '%s', creationTimestamp: '2026-01-%02dT00:00:00Z', annotations: {%s}}}"
                .formatted(name, day, annotations)));
  }

  private static IngressClass marked(String name, int day) {
    return read(name, day, MARK + "'true'");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {"'true', true", "'false', false", "'True', false", "'', false", "true, false"})
  void onlyTheTextTrueMarksTheDefault(String value, boolean isDefault) {
    assertThat(read("n", 1, MARK + value).isDefault()).isEqualTo(isDefault);
    assertThat(read("n", 1, "").isDefault()).isFalse();
  }

  @Test
  void thereMayBeNone() {
    assertThat(IngressClass.defaultOf(List.of())).isEmpty();
    assertThat(IngressClass.defaultOf(List.of(read("a", 1, ""), read("b", 2, "")))).isEmpty();
  }

  @Test
  void ofSeveralTheYoungestThenTheFirstByName() {
    var classes =
        List.of(marked("old", 1), marked("z", 3), marked("b", 3), read("c", 4, ""), marked("d", 2));
    assertThat(IngressClass.defaultOf(classes)).contains("b");
    assertThat(IngressClass.defaultOf(classes.reversed())).contains("b");
    assertThat(IngressClass.defaultOf(Collections.singleton(marked("only", 1)))).contains("only");
  }
}
