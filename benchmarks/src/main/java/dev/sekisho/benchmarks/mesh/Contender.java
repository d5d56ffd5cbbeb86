package dev.sekisho.benchmarks.mesh;

import java.util.Arrays;
import java.util.Locale;

/** Who is measured. */
enum Contender {
  SEKISHO("Sekisho"),
  CEILING("ceiling");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** As the table has it. */
  String title() {
    return title;
  }

  /** As the command line has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Contender of(String word) {
    return Arrays.stream(values())
        .filter(c -> c.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such contender: " + word));
  }
}
