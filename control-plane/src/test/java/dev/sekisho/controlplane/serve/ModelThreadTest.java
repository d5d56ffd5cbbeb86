package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.state.ClusterState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelThreadTest {

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final ClusterState state = new ClusterState("sekisho-system");
  private final ModelThread model = new ModelThread(state, s -> events.add("consequences"));

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void takesChangesAndQuestionsInOrderAndConsequencesOnce() throws Exception {
    model.change(s -> events.add("one"));
    var question = model.ask(s -> List.copyOf(events));
    model.change(s -> events.add("two"));
    assertThat(question).isNotDone();

    model.start();

    assertThat(question.get(10, TimeUnit.SECONDS)).containsExactly("one");
    settle();
    assertThat(events).containsExactly("one", "two", "consequences");
  }

  @Test
  void questionsHaveNoConsequences() throws Exception {
    model.start();

    assertThat(model.ask(s -> s == state).get(10, TimeUnit.SECONDS)).isTrue();
    settle();

    assertThat(events).isEmpty();
  }

  @Test
  void eachChangeAfterAQuietTimeHasItsConsequences() throws Exception {
    model.start();
    for (int i = 0; i < 3; i++) {
      model.change(s -> events.add("change"));
      settle();
    }

    assertThat(events)
        .containsExactly(
            "change", "consequences", "change", "consequences", "change", "consequences");
  }

  @Test
  void aStackOverflowDoesNotStopTheRest() throws Exception {
    model.change(
        s -> {
          throw new StackOverflowError("a defect, on purpose");
        });
    var failing =
        model.ask(
            s -> {
              throw new StackOverflowError("asked");
            });
    model.start();
    settle();

    assertThat(model.isAlive()).isTrue();
    assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("asked");
  }

  @Test
  void aDefectDoesNotStopTheRest() throws Exception {
    model.change(
        s -> {
          throw new IllegalStateException("a defect, on purpose");
        });
    model.change(s -> events.add("after"));
    var failing =
        model.ask(
            s -> {
              throw new IllegalStateException("asked");
            });
    model.start();
    settle();

    assertThat(events).containsExactly("after", "consequences");
    assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("asked");
  }

  @Test
  void aDefectInTheConsequencesDoesNotStopTheNext() throws Exception {
    var fails = new CompletableFuture<Void>();
    try (var defective =
        new ModelThread(
            state,
            s -> {
              events.add("consequences");
              if (fails.complete(null)) {
                throw new IllegalStateException("a defect, on purpose");
              }
            })) {
      defective.start();
      defective.change(s -> {});
      fails.get(10, TimeUnit.SECONDS);
      defective.change(s -> {});
      defective.ask(s -> 0).get(10, TimeUnit.SECONDS);
      defective.ask(s -> 0).get(10, TimeUnit.SECONDS);
    }
    assertThat(events).containsExactly("consequences", "consequences");
  }

  @Test
  void allHappensOnOneThreadOfItsOwn() throws Exception {
    model.start();

    var thread = model.ask(s -> Thread.currentThread()).get(10, TimeUnit.SECONDS);

    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
    model.close();
    assertThat(thread.join(java.time.Duration.ofSeconds(10))).as("ends").isTrue();
  }

  @Test
  void aShortQuestionIsAnsweredAtOnceIfNothingWaits() throws Exception {
    model.start();
    rest();

    var thread = model.askAtOnce(s -> Thread.currentThread());

    assertThat(thread).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void aShortQuestionComesAfterTheChangesBeforeIt() throws Exception {
    model.change(s -> events.add("change"));
    var question = model.askAtOnce(s -> List.copyOf(events));
    assertThat(question).isNotDone();

    model.start();

    assertThat(question.get(10, TimeUnit.SECONDS)).containsExactly("change");
  }

  @Test
  void aShortQuestionWaitsForWhoeverHasTheState() throws Exception {
    model.start();
    rest();
    var asked = new CompletableFuture<CompletableFuture<String>>();
    var first =
        model.askAtOnce(
            s -> {
              Thread.ofPlatform().start(() -> asked.complete(model.askAtOnce(t -> "second")));
              assertThat(asked.join()).isNotDone();
              return "first";
            });

    assertThat(first).isCompletedWithValue("first");
    assertThat(asked.get(10, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void aShortQuestionMayFail() throws Exception {
    model.start();
    rest();

    var failing =
        model.askAtOnce(
            s -> {
              throw new StackOverflowError("asked");
            });

    assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("asked");
    assertThat(model.askAtOnce(s -> 1)).isCompletedWithValue(1);
  }

  /** Waits until what was handed in is done, with its consequences: they come after the batch. */
  private void settle() throws Exception {
    model.ask(s -> 0).get(10, TimeUnit.SECONDS);
    model.ask(s -> 0).get(10, TimeUnit.SECONDS);
  }

  /** The same, and until the state is given back. */
  private void rest() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (model.askAtOnce(s -> Thread.currentThread()).get(10, TimeUnit.SECONDS)
        != Thread.currentThread()) {
      assertThat(System.nanoTime()).as("waiting for the model to rest").isLessThan(end);
    }
  }
}
