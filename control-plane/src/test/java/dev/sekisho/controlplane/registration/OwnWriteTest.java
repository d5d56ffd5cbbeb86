package dev.sekisho.controlplane.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.registration.OwnWrite.Reported;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnWriteTest {

  private final OwnWrite<String> own = new OwnWrite<>();

  /** What the watch knows. */
  private Optional<String> store = Optional.empty();

  private long removals;

  @Test
  void countsUntilTheWatchReportsSomething() {
    store = Optional.of("v1");
    own.write(this::reported, () -> Optional.of("v2"));

    assertThat(newest()).hasValue("v2");
    assertThat(newest()).hasValue("v2");
    store = Optional.of("v2");
    assertThat(newest()).hasValue("v2");
    store = Optional.of("v3");
    assertThat(newest()).hasValue("v3");
  }

  @Test
  void doesNotHideWhatWasReportedBeforeItsAnswerCame() {
    store = Optional.of("v1");
    own.write(
        this::reported,
        () -> {
          store = Optional.of("v3");
          return Optional.of("v2");
        });

    assertThat(newest()).hasValue("v3");
  }

  @Test
  void doesNotHideThatWhatItMadeIsGone() {
    own.write(this::reported, () -> Optional.of("v1"));
    assertThat(newest()).hasValue("v1");

    // It came and went between two looks.
    removals++;

    assertThat(newest()).isEmpty();
  }

  @Test
  void remembersThatItRemoved() {
    store = Optional.of("v1");
    own.write(this::reported, Optional::empty);
    assertThat(newest()).isEmpty();

    store = Optional.empty();
    removals++;
    assertThat(newest()).isEmpty();
    store = Optional.of("v2");
    assertThat(newest()).hasValue("v2");
  }

  @Test
  void whatFailedCountsForNothing() {
    store = Optional.of("v1");
    assertThatThrownBy(
            () ->
                own.write(
                    this::reported,
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");

    assertThat(newest()).hasValue("v1");
  }

  private Optional<String> newest() {
    return own.newest(reported(), store);
  }

  private Reported reported() {
    return new Reported(store.orElse(""), removals);
  }
}
