package dev.sekisho.controlplane.leader;

/**
 * Whether this process is the one among several that writes. It may be lost at any moment; what is
 * written must do no harm if another writes the same. Thread-safe.
 */
public interface Leadership {

  /** Doesn't block; ask just before each write. */
  boolean isLeader();

  /**
   * Calls the listener, which must not block, on any thread after leadership was won or lost. Ask
   * {@link #isLeader} after this call to miss nothing: it may be won already.
   *
   * @return ends it
   */
  Runnable onChange(Runnable listener);

  /** That of a process which has nobody beside it. */
  static Leadership always() {
    return forever(true);
  }

  /** That of a process which only looks. */
  static Leadership never() {
    return forever(false);
  }

  private static Leadership forever(boolean leader) {
    return new Leadership() {
      @Override
      public boolean isLeader() {
        return leader;
      }

      @Override
      public Runnable onChange(Runnable listener) {
        return () -> {};
      }
    };
  }
}
