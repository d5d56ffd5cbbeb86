package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last decisions in memory, and decisions in the log: one line of JSON each, all that somebody
 * may want to know the reason of, and samples of the rest. Thread-safe, lock-free.
 */
final class DecisionLog {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.decisions");

  /** One of so many that pass without any violation is logged, the first one always. */
  static final int SAMPLE = 100;

  /** Decisions in memory, for each of the two sorts: at about 1 KB, 1 MB in all. */
  static final int KEPT = 512;

  /** Kept apart, so that what passes doesn't wash away what was refused. */
  private final Ring<DecisionRecord> notable = new Ring<>(KEPT);

  private final Ring<DecisionRecord> ordinary = new Ring<>(KEPT);
  private final AtomicLong passed = new AtomicLong();
  private final Consumer<String> lines;

  DecisionLog() {
    this(line -> LOG.info("{}", line));
  }

  /**
   * @param lines takes what is logged
   */
  DecisionLog(Consumer<String> lines) {
    this.lines = lines;
  }

  void add(DecisionRecord decision) {
    if (isNotable(decision)) {
      notable.add(decision);
      lines.accept(decision.toJson().toString());
    } else {
      ordinary.add(decision);
      if (passed.getAndIncrement() % SAMPLE == 0) {
        lines.accept(decision.toJson().toString());
      }
    }
  }

  /** Refused or not decided, or let pass in spite of a violation. */
  private static boolean isNotable(DecisionRecord decision) {
    return switch (decision.verdict()) {
      case DENIED, UNDECIDED -> true;
      case ALLOWED, PATCHED -> !decision.rules().isEmpty();
    };
  }

  /** Those in memory, the newest first. */
  List<DecisionRecord> recent() {
    return Stream.concat(notable.elements().stream(), ordinary.elements().stream())
        .sorted(Comparator.comparing(DecisionRecord::time).reversed())
        .toList();
  }

  /** Those in memory as a JSON document, {@code {"decisions": [...]}}. */
  String json() {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("decisions");
    recent().forEach(decision -> list.add(decision.toJson()));
    return json.toString();
  }
}
