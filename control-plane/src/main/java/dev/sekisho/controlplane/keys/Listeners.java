package dev.sekisho.controlplane.keys;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to be called after each change. Thread-safe. */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * @return ends it
   */
  Runnable add(Runnable listener) {
    var entry = new Entry(listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** One listener's failure is no reason to leave out the others. */
  void call() {
    for (var entry : entries) {
      try {
        entry.listener.run();
      } catch (RuntimeException e) {
        LOG.warn("after a change of certificates", e);
      }
    }
  }

  /** Not a record: the same listener may be there twice, and each is removed by itself. */
  private static final class Entry {
    private final Runnable listener;

    Entry(Runnable listener) {
      this.listener = listener;
    }
  }
}
