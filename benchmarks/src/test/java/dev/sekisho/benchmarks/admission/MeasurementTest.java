package dev.sekisho.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.benchmarks.harness.Json;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void unitsAreThoseOfTheTable() {
    var result =
        Json.parse(
            """
            {"requests": 20000, "seconds": 10, "p50": 500, "p99": 1500, "serverCpuSeconds": 4,
             "loadCpuSeconds": 1, "residentBytes": 1048576, "wrong": 1, "errors": 2,
             "problems": ["x"], "next": 7}
            """);

    var measured = Measurement.of(Contender.NO_OP, 5, 8, result);

    assertThat(measured)
        .isEqualTo(
            new Measurement(
                Contender.NO_OP,
                5,
                8,
                2_000,
                0.5,
                1.5,
                0.2,
                0.05,
                1 << 20,
                1,
                2,
                java.util.List.of("x"),
                7));
  }
}
