package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.parse.yaml.ManifestReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text, there are problems in place of exceptions, and they point into the text. */
class ParserRobustnessTest {

  private static final String[] FRAGMENTS = {
    "*",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "'",
    "\"",
    "\\",
    "|\n",
    ">-\n",
    "!",
    "!!int ",
    "!<x>",
    "%YAML 1.1\n",
    "---",
    "\n---\n",
    "\n...\n",
    "\t",
    "\r",
    "\r\n",
    "\n",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\u0000",
    "\uD800",
    "\uD83D\uDE00",
    "  ",
    "~",
    "yes",
    "0x1",
    "1e999",
    "a",
    "${",
    "@",
    "`",
    "\"\\x\"",
    "\"\\uD800\"",
    "spec:",
    "{\"a\":"
  };

  @Property(tries = 2000)
  void arbitraryText(@ForAll String text) {
    check(text);
  }

  @Property(tries = 5000)
  void textThatLooksLikeYaml(@ForAll("yamlish") String text) {
    check(text);
  }

  @Property(tries = 5000)
  void mutationsOfAGoodDocument(@ForAll("mutated") String text) {
    check(text);
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.of(FRAGMENTS).list().ofMaxSize(30).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> mutated() {
    var whole = Documents.FULL + "---\n" + Documents.FULL;
    var place = Arbitraries.integers().between(0, whole.length());
    return Combinators.combine(place, place, Arbitraries.of(FRAGMENTS))
        .as(
            (from, to, fragment) ->
                whole.substring(0, from)
                    + fragment
                    + whole.substring(Math.min(whole.length(), from + Math.abs(to - from) % 9)));
  }

  private static void check(String text) {
    String[] lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
    for (var problem : Documents.parse(text).problems()) {
      assertInside(lines, problem.line(), problem.column(), problem.toString());
      assertThat(problem.message()).isNotBlank().hasSizeLessThan(600);
      assertThat(problem.toString()).hasLineCount(1);
    }
    for (var problem : ManifestReader.read(text).problems()) {
      var position = problem.position();
      assertInside(lines, position.line(), position.column(), problem.toString());
    }
  }

  private static void assertInside(String[] lines, int line, int column, String problem) {
    assertThat(line).as(problem).isBetween(1, lines.length);
    assertThat(column).as(problem).isBetween(1, lines[line - 1].length() + 1);
  }
}
