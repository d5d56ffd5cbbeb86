package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.nio.charset.StandardCharsets;

/** Whatever the text, there are policies or problems that point into it. */
class PolicyDocumentFuzzTest {

  @FuzzTest
  void documents(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String[] lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
    check(Documents.parse(text), lines);
    check(Documents.parseSkipping(text), lines);
    check(Documents.parseOfShop(text), lines);
    for (var problem : ManifestReader.read(text).problems()) {
      assertThat(problem.position().line()).isBetween(1, lines.length);
    }
  }

  private static void check(ParseResult result, String[] lines) {
    for (PolicyProblem problem : result.problems()) {
      boolean inside =
          problem.line() >= 1
              && problem.line() <= lines.length
              && problem.column() >= 1
              && problem.column() <= lines[problem.line() - 1].length() + 1;
      if (!inside || problem.message().isBlank() || problem.message().indexOf('\n') >= 0) {
        throw new AssertionError(problem.toString());
      }
    }
  }
}
