package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void tellsTypesAndPlacesButNoMessages() {
    var failure =
        new IllegalStateException("hunter2", new NumberFormatException("For input: hunter2"));
    assertThat(Failures.withoutMessages(failure))
        .startsWith("java.lang.IllegalStateException\n    at " + FailuresTest.class.getName())
        .contains("\ncaused by java.lang.NumberFormatException\n")
        .doesNotContain("hunter2");
  }

  @Test
  void staysShortWhateverHappened() {
    var failure = new StackOverflowError();
    var frames = new StackTraceElement[10_000];
    java.util.Arrays.fill(frames, new StackTraceElement("C", "m", "f", 1));
    failure.setStackTrace(frames);
    Throwable chained = failure;
    for (int i = 0; i < 100; i++) {
      chained = new IllegalStateException(chained);
    }
    assertThat(Failures.withoutMessages(failure).lines()).hasSize(31);
    assertThat(Failures.withoutMessages(chained).lines().filter(l -> l.startsWith("caused")))
        .hasSize(4);
  }
}
