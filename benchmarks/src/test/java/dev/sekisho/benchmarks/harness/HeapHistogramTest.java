package dev.sekisho.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapHistogramTest {

  @Test
  void theHeapIsTheTotalOfTheHistogramWithoutWhatFillsGaps() throws Exception {
    assertThat(
            HeapHistogram.live(
                """
                 num     #instances         #bytes  class name (module)
                   1:         10000        1234567  [B (java.base@25)
                   2:           100          30000  [Ljdk.internal.vm.FillerElement; (java.base@25)
                   3:             1              8  jdk.internal.vm.FillerObject (java.base@25)
                Total         10001        1264607
                """))
        .isEqualTo(1_234_599);
  }
}
