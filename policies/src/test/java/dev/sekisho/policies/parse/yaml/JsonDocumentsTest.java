package dev.sekisho.policies.parse.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentsTest {

  private static Position ofSecondKey(String text) {
    var root = YamlText.read(text).getFirst().root().orElseThrow();
    return ((YamlNode.Mapping) root).entries().get(1).key().position();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void hasLinesBetweenTokens(String end) {
    assertThat(ofSecondKey("{\"a\": 1," + end + "\t\"b\": 2}")).isEqualTo(new Position(2, 2));
  }

  /** They may stand in strings of JSON, and end a line there as they do in YAML. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u2028", "\u2029"})
  void hasLinesWithinStrings(String end) {
    assertThat(ofSecondKey("{\"a\": \"" + end + "x\",\t\"b\": 2}")).isEqualTo(new Position(2, 5));
  }

  @Test
  void columnsCountCharacters() {
    assertThat(ofSecondKey("{\"a\": \"\uD83D\uDE00\",\t\"b\": 2}")).isEqualTo(new Position(1, 12));
  }
}
