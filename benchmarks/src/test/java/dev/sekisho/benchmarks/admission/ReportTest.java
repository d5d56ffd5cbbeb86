package dev.sekisho.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void oneLineForEachPoint() {
    var results = Results.empty();
    results
        .points()
        .add(
            new Measurement(
                Contender.SEKISHO,
                7_000,
                8,
                12_345.6,
                0.5,
                2.25,
                0.0812,
                0.02,
                90L << 20,
                0,
                0,
                List.of(),
                0));

    assertThat(Report.markdown(results, "Here."))
        .startsWith("Here.\n\n| Ingresses |")
        .contains("| 7,000 | 8 | Sekisho | 12,346 | 0.50 | 2.25 | 0.081 | 0.020 | 90 |\n");
  }

  @Test
  void wrongAnswersAreFailures() {
    var results = Results.empty();
    results
        .points()
        .add(
            new Measurement(
                Contender.SEKISHO, 0, 1, 1, 1, 1, 1, 1, 1, 2, 0, List.of("expected no"), 0));

    assertThat(results.failures()).singleElement().asString().contains("2 wrong", "expected no");
  }
}
