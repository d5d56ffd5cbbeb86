package dev.sekisho.benchmarks.admission;

import java.util.Arrays;
import java.util.Locale;

/** Who is measured. */
enum Contender {
  SEKISHO("Sekisho"),
  NO_OP("no-op Vert.x handler"),
  READS_ONLY("handler that only reads"),
  OPA_INDEXED("OPA, indexed"),
  OPA_INDEXED_GOGC("OPA, indexed, GOGC=400"),
  OPA_TUTORIAL("OPA, tutorial"),
  OPA_TUTORIAL_READ_SPEED("OPA, tutorial, read speed");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Whether it says yes to everything. */
  boolean allowsAll() {
    return this == NO_OP || this == READS_ONLY;
  }

  /** Whether it compiles while it runs. */
  boolean isJvm() {
    return this == SEKISHO || allowsAll();
  }

  /** As the table has it. */
  String title() {
    return title;
  }

  /** As the command line has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Contender of(String word) {
    return Arrays.stream(values())
        .filter(c -> c.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such contender: " + word));
  }
}
