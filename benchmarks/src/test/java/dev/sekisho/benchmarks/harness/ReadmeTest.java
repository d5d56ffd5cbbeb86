package dev.sekisho.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void onlyTheTextBetweenTheMarksIsReplaced() {
    var end = Readme.END;
    var readme = "a\n<one>\nold\n" + end + "\nb\n<two>\nold\n" + end + "\nc\n";

    assertThat(Readme.replaced(readme, "<two>", "new\n"))
        .isEqualTo("a\n<one>\nold\n" + end + "\nb\n<two>\nnew\n" + end + "\nc\n");
    assertThat(Readme.replaced(readme, "<one>", "new\n"))
        .isEqualTo("a\n<one>\nnew\n" + end + "\nb\n<two>\nold\n" + end + "\nc\n");
    assertThatThrownBy(() -> Readme.replaced(readme, "<three>", "new"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Readme.replaced(end + "<two>", "<two>", "new"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
