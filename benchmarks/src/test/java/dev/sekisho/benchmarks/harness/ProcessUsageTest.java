package dev.sekisho.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void fieldsAreCountedAfterTheName() {
    var stat =
        "12 (a (b) c) S 1 1 1 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 3 0 100 1000000 512 18446744073709551615";

    assertThat(ProcessUsage.parse(stat)).isEqualTo(new ProcessUsage(3, 512 * 4096));
  }

  @Test
  void thisProcessUsesSomething() throws IOException {
    var usage = ProcessUsage.of(ProcessHandle.current().pid());

    assertThat(usage.cpuSeconds()).isPositive();
    assertThat(usage.residentBytes()).isGreaterThan(1 << 20);
  }
}
