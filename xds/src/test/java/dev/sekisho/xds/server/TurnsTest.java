package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int MANY = 100;

  /** Its loop runs what was handed to it when it is told to. */
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private final Turns turns = new Turns(channel.eventLoop());
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void close() {
    var unused = channel.close();
  }

  @Test
  void tasksRunInOrder() {
    var all = IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    all.forEach(each -> turns.execute(() -> ran.add(each)));
    assertThat(ran).isEmpty();
    channel.runPendingTasks();
    assertThat(ran).isEqualTo(all);
  }

  @Test
  void whatATaskHandsToTheLoopRunsBeforeMostOfTheRest() {
    turns.execute(() -> channel.eventLoop().execute(() -> ran.add("written")));
    Collections.nCopies(MANY, "task").forEach(each -> turns.execute(() -> ran.add(each)));
    channel.runPendingTasks();
    assertThat(ran).hasSize(MANY + 1);
    assertThat(ran.indexOf("written")).isLessThan(MANY / 10);
  }

  @Test
  void aTaskThatFailsDoesNotKeepOthersFromRunning() {
    turns.execute(
        () -> {
          throw new IllegalStateException("a defect");
        });
    turns.execute(() -> ran.add("other"));
    channel.runPendingTasks();
    assertThatThrownBy(channel::checkException).hasMessage("a defect");
    channel.runPendingTasks();
    turns.execute(() -> ran.add("later"));
    channel.runPendingTasks();
    assertThat(ran).containsExactly("other", "later");
  }
}
