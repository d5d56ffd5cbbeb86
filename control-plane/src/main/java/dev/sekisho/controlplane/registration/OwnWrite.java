package dev.sekisho.controlplane.registration;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was written last, for as long as what a watch reported is older than that: a decision made
 * on the older one would write the same once more. For one thread.
 *
 * @param <T> an object as it was reported or written
 */
public final class OwnWrite<T> {

  /**
   * What a watch had reported at a moment.
   *
   * @param version the object's {@code resourceVersion}; empty: there was none
   * @param removals how often it had gone until then, since two absences look alike
   */
  public record Reported(String version, long removals) {}

  private Optional<T> written = Optional.empty();
  private Optional<Reported> over = Optional.empty();

  /**
   * Writes. What the watch reports from the beginning of the write on counts for more than its
   * result: somebody else's change may have been reported before the write's own answer came.
   *
   * @param reported asked once, before the write
   * @param write what there is now, by its answer; what it throws is passed on, and nothing counts
   *     as written
   */
  public void write(Supplier<Reported> reported, Supplier<Optional<T>> write) {
    var before = reported.get();
    var result = write.get();
    over = Optional.of(before);
    written = result;
  }

  /** The newer one of what was reported and what was written. */
  public Optional<T> newest(Reported now, Optional<T> reported) {
    if (over.filter(now::equals).isPresent()) {
      return written;
    }
    over = Optional.empty();
    written = Optional.empty();
    return reported;
  }
}
