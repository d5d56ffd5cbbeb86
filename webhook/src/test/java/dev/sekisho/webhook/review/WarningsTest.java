package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WarningsTest {

  @Test
  void keepsWhatFits() {
    assertThat(Warnings.limited(List.of("a", "x".repeat(120))))
        .containsExactly("a", "x".repeat(120));
  }

  @Test
  void cutsLongOnes() {
    assertThat(Warnings.limited(List.of("x".repeat(121)))).containsExactly("x".repeat(119) + "…");
  }

  @Test
  void neverCutsACharacterInHalf() {
    String text = "x".repeat(118) + "😀😀";
    assertThat(Warnings.limited(List.of(text))).containsExactly("x".repeat(118) + "…");
  }

  @Test
  void turnsControlCharactersIntoSpaces() {
    assertThat(Warnings.limited(List.of("a\nb\u0000c"))).containsExactly("a b c");
  }

  @Test
  void countsThoseWithoutRoom() {
    var limited = Warnings.limited(Collections.nCopies(50, "x".repeat(120)));
    assertThat(limited).hasSize(34).last().isEqualTo("and 17 more warnings");
  }

  @Property
  void staysWithinTheLimits(@ForAll List<String> warnings) {
    var limited = Warnings.limited(warnings);
    assertThat(limited).allMatch(w -> w.length() <= Warnings.EACH);
    assertThat(limited.stream().mapToInt(String::length).sum()).isLessThan(4_096);
  }
}
