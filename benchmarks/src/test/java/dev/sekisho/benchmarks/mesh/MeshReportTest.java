package dev.sekisho.benchmarks.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeshReportTest {

  @Test
  void unitsAreThoseOfTheTable() {
    var results = MeshResults.empty();
    results
        .points()
        .add(
            new ChangePoint(
                Contender.SEKISHO,
                100,
                2_000,
                30,
                12.34,
                56.78,
                33.33,
                11.11,
                345.6,
                2 << 10,
                300L << 20));
    results
        .bursts()
        .add(new Burst(Contender.CEILING, 1_000, 1_000, 12.34, 8.06, 5.55, 0, 2_500_000));

    assertThat(MeshReport.markdown(results, "Here."))
        .startsWith("Here.\n\n| proxies |")
        .contains(
            "| 2,000 | 100 | Sekisho | 30 | 12.3 | 56.8 | 33.3 | 11.1 | 346 | 2.0 | 300 |\n",
            "| 1,000 | 1,000 | ceiling | 12.3 | 8.1 | 5.6 | 2.50 | 0 |\n");
  }

  @Test
  void theMiddleOfAllRoundsCountsAndEachRefusal() {
    var rounds =
        List.of(
            new Burst(Contender.SEKISHO, 10, 10, 3, 1, 1, 1, 5),
            new Burst(Contender.SEKISHO, 10, 10, 1, 3, 1, 0, 5),
            new Burst(Contender.SEKISHO, 10, 10, 2, 2, 1, 2, 5));

    assertThat(Burst.median(rounds)).isEqualTo(new Burst(Contender.SEKISHO, 10, 10, 2, 2, 1, 3, 5));
  }
}
