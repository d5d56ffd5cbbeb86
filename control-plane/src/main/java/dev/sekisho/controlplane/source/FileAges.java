package dev.sekisho.controlplane.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Gives the objects of files ages in the order of paths, so that those of a file stay the same
 * while other files come and go. For one thread.
 */
final class FileAges {

  /** Milliseconds between files at first, 12 days: room for many to come in between. */
  private static final long GAP = 1L << 30;

  private final NavigableMap<Path, Long> slots = new TreeMap<>();

  /**
   * Takes the files that there are now.
   *
   * @param files in order
   * @return whether there was no room for a new one, and all have other ages now
   */
  boolean files(List<Path> files) {
    slots.keySet().retainAll(new HashSet<>(files));
    var coming = new ArrayList<Path>();
    long after = 0;
    for (Path file : files) {
      var slot = slots.get(file);
      if (slot == null) {
        coming.add(file);
        continue;
      }
      if (!place(coming, after, (slot - after) / (coming.size() + 1))) {
        return renumber(files);
      }
      coming.clear();
      after = slot;
    }
    place(coming, after, GAP);
    return false;
  }

  private boolean place(List<Path> coming, long after, long step) {
    if (step == 0 && !coming.isEmpty()) {
      return false;
    }
    long slot = after;
    for (Path file : coming) {
      slot += step;
      slots.put(file, slot);
    }
    return true;
  }

  private boolean renumber(List<Path> files) {
    slots.clear();
    return place(files, 0, GAP);
  }

  /**
   * @param index of the object in its file, below a million
   */
  Instant created(Path file, int index) {
    return Instant.ofEpochMilli(slots.getOrDefault(file, 0L)).plusNanos(index);
  }
}
