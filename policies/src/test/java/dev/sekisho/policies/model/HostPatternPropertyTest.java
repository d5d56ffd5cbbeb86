package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Patterns against what they stand for: sets of names, written out over a small universe. */
class HostPatternPropertyTest {

  /** One label ends like the other, so that a suffix off label boundaries is seen. */
  private static final List<String> LABELS = List.of("a", "ba");

  private static final List<String> NAMES = names(4);
  private static final List<String> PATTERNS =
      Stream.of(Stream.of("*"), names(3).stream(), names(3).stream().map(n -> "*." + n))
          .flatMap(s -> s)
          .toList();

  private static List<String> names(int depth) {
    var all = new ArrayList<String>(LABELS);
    List<String> last = LABELS;
    for (int i = 1; i < depth; i++) {
      last = last.stream().flatMap(n -> LABELS.stream().map(l -> l + "." + n)).toList();
      all.addAll(last);
    }
    return all;
  }

  /** The names of the universe that are in the set. */
  private static Set<String> model(String pattern) {
    if (pattern.equals("*")) {
      return new HashSet<>(NAMES);
    }
    if (!pattern.startsWith("*.")) {
      return Set.of(pattern);
    }
    var suffix = List.of(pattern.substring(2).split("\\."));
    Predicate<String> under =
        name -> {
          var labels = Arrays.asList(name.split("\\."));
          int more = labels.size() - suffix.size();
          return more > 0 && labels.subList(more, labels.size()).equals(suffix);
        };
    return NAMES.stream().filter(under).collect(Collectors.toSet());
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(PATTERNS);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(NAMES);
  }

  @Provide
  Arbitrary<String> anything() {
    var pieces =
        Arbitraries.of(
            "a", "B", "com", ".", ".", "*", "*.", "-", ":", "xn--", "ü", "。", "ß", "_", " ", "9");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(8).map(parts -> String.join("", parts)),
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().alpha().numeric().withChars('.', '-').ofMaxLength(300));
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void containsIsMembership(@ForAll("patterns") String pattern, @ForAll("names") String name) {
    assertThat(HostPattern.of(pattern).contains(HostPattern.of(name)))
        .isEqualTo(model(pattern).contains(name));
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void relationsAreThoseOfSets(@ForAll("patterns") String left, @ForAll("patterns") String right) {
    var l = HostPattern.of(left);
    var r = HostPattern.of(right);
    var inLeft = model(left);
    var inRight = model(right);
    var inBoth = new HashSet<>(inLeft);
    inBoth.retainAll(inRight);
    assertThat(l.covers(r)).as("covers").isEqualTo(inLeft.containsAll(inRight));
    assertThat(l.overlaps(r)).as("overlaps").isEqualTo(!inBoth.isEmpty());
    assertThat(l.moreSpecificThan(r))
        .as("more specific")
        .isEqualTo(inRight.containsAll(inLeft) && !inLeft.equals(inRight));
    assertThat(l.equals(r)).as("equals").isEqualTo(inLeft.equals(inRight));
    assertThat(l.compareTo(r) == 0).as("compares equal").isEqualTo(inLeft.equals(inRight));
    assertThat(Integer.signum(l.compareTo(r))).isEqualTo(-Integer.signum(r.compareTo(l)));
  }

  @Property(generation = GenerationMode.EXHAUSTIVE, tries = 30_000)
  void coversIsAPartialOrder(
      @ForAll("patterns") String a, @ForAll("patterns") String b, @ForAll("patterns") String c) {
    var x = HostPattern.of(a);
    var y = HostPattern.of(b);
    var z = HostPattern.of(c);
    assertThat(x.covers(x)).isTrue();
    if (x.covers(y) && y.covers(x)) {
      assertThat(x).isEqualTo(y);
    }
    if (x.covers(y) && y.covers(z)) {
      assertThat(x.covers(z)).isTrue();
    }
    assertThat(x.overlaps(y)).isEqualTo(y.overlaps(x));
  }

  @Property(tries = 5000)
  void readingNeverThrowsAndWhatWasReadReadsBack(@ForAll("anything") String text) {
    switch (HostPattern.read(text)) {
      case HostPattern.Reading.Ok ok -> {
        String printed = ok.pattern().toString();
        assertThat(HostPattern.of(printed)).isEqualTo(ok.pattern());
        assertThat(printed).isLowerCase().matches("\\*|(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*");
        assertThat(printed.length()).isLessThanOrEqualTo(253);
        assertThat(printed.split("\\.")).allMatch(label -> label.length() <= 63);
      }
      case HostPattern.Reading.Malformed malformed -> assertThat(malformed.reason()).isNotBlank();
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void caseAndTrailingDotDontMatter(@ForAll("patterns") String pattern) {
    var expected = HostPattern.of(pattern);
    assertThat(expected).hasToString(pattern);
    assertThat(HostPattern.of(pattern.toUpperCase(java.util.Locale.ROOT))).isEqualTo(expected);
    if (!pattern.equals("*")) {
      assertThat(HostPattern.of(pattern + ".")).isEqualTo(expected);
    }
  }
}
