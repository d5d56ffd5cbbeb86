package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Whatever the text, a pattern is read or refused; patterns are consistent as sets. */
class HostPatternFuzzTest {

  @FuzzTest
  void patterns(byte[] input) {
    var read = new ArrayList<HostPattern>();
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", 4)) {
      switch (HostPattern.read(line)) {
        case HostPattern.Reading.Ok ok -> read.add(ok.pattern());
        case HostPattern.Reading.Malformed malformed ->
            assertThat(malformed.reason()).isNotBlank().hasSizeLessThan(200);
      }
      template(line);
    }
    for (HostPattern a : read) {
      assertThat(HostPattern.of(a.toString())).isEqualTo(a);
      assertThat(HostPattern.ANY.covers(a) && a.covers(a)).isTrue();
      for (HostPattern b : read) {
        assertThat(a.overlaps(b)).isEqualTo(b.overlaps(a));
        assertThat(a.covers(b) && b.covers(a)).isEqualTo(a.equals(b));
        assertThat(a.moreSpecificThan(b)).isEqualTo(b.covers(a) && !a.equals(b));
      }
    }
  }

  private static void template(String text) {
    try {
      var template = PatternTemplate.of(text);
      assertThat(template.resolve("qa")).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
    }
  }
}
