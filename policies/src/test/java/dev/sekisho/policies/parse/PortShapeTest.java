package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.parse.yaml.Position;
import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlNode;
import dev.sekisho.policies.parse.yaml.YamlPath;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PortShapeTest {

  @Test
  void takesTheNumbersThatThePatternOfTheSchemaTakes() {
    var pattern = Pattern.compile("(?:" + TextForm.PORT.pattern().orElseThrow() + ")");
    for (int number = -1; number <= 100_000; number++) {
      boolean port = number >= 1 && number <= 65_535;
      String text = Integer.toString(number);
      assertThat(pattern.matcher(text).matches()).as(text).isEqualTo(port);
      assertThat(isRead(text)).as(text).isEqualTo(port);
    }
    assertThat(isRead("99999999999999999999")).isFalse();
    assertThat(isRead("1_000")).isFalse();
  }

  private static boolean isRead(String text) {
    var problems = new ArrayList<PolicyProblem>();
    var read =
        new PortShape()
            .read(
                new YamlNode.Scalar(new Position(1, 1), text, ScalarType.INTEGER),
                new Spot("key", YamlPath.ROOT, problems));
    assertThat(problems).hasSize(read.isPresent() ? 0 : 1);
    return read.isPresent();
  }
}
