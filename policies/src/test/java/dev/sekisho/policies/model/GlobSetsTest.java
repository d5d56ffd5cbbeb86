package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Globs as sets of texts, against all short texts of two letters. */
class GlobSetsTest {

  private static final List<String> TEXTS = texts(8);

  @ParameterizedTest(name = "{0} and {1}: covers {2}, overlaps {3}")
  @CsvSource({
    "*,    a,    true,  true",
    "*,    *,    true,  true",
    "a,    *,    false, true",
    "a*,   ab*,  true,  true",
    "ab*,  a*,   false, true",
    "a?,   a*,   false, true",
    "a?,   ab,   true,  true",
    "a?,   a?,   true,  true",
    "*a,   b*,   false, true",
    "a*,   b*,   false, false",
    "a*b,  a*c,  false, false",
    "'',   *,    false, true",
    "'',   '',   true,  true",
    "?,    '',   false, false"
  })
  void setsOfTexts(String one, String other, boolean covers, boolean overlaps) {
    assertThat(new Glob(one).covers(new Glob(other))).as("covers").isEqualTo(covers);
    assertThat(new Glob(one).overlaps(new Glob(other))).as("overlaps").isEqualTo(overlaps);
  }

  @Provide
  Arbitrary<Glob> globs() {
    return Arbitraries.strings().withChars("ab?*").ofMaxLength(4).map(Glob::new);
  }

  @Property
  void overlapsIfATextMatchesBoth(@ForAll("globs") Glob one, @ForAll("globs") Glob other) {
    boolean common = TEXTS.stream().anyMatch(t -> one.matches(t) && other.matches(t));
    assertThat(one.overlaps(other)).isEqualTo(common).isEqualTo(other.overlaps(one));
  }

  @Property
  void coversOnlyWhatItMatches(@ForAll("globs") Glob one, @ForAll("globs") Glob other) {
    if (one.covers(other)) {
      assertThat(TEXTS).filteredOn(other::matches).allMatch(one::matches);
    }
  }

  private static List<String> texts(int longest) {
    var all = new ArrayList<>(List.of(""));
    for (int from = 0, length = 0; length < longest; length++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        all.add(all.get(i) + "a");
        all.add(all.get(i) + "b");
      }
      from = to;
    }
    return all;
  }
}
