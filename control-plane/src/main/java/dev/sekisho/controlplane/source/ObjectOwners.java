package dev.sekisho.controlplane.source;

import dev.sekisho.policies.objects.ObjectKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which file's version of an object counts: that of the first one by path. For one thread. */
final class ObjectOwners {

  private final Map<ObjectKey, Path> owners = new HashMap<>();

  /** The later files that have the object too: few have any. */
  private final Map<ObjectKey, NavigableSet<Path>> later = new TreeMap<>();

  /** Objects whose owner went, and whose place nobody took yet. */
  private final Set<ObjectKey> lost = new HashSet<>();

  /** What it means that a file has an object. */
  enum Claim {
    /** Its version counts now, and didn't before. */
    TAKEN,
    /** Its version counts as before. */
    KEPT,
    /** An earlier file has the object. */
    LATER
  }

  Claim claim(ObjectKey key, Path file) {
    var owner = owners.get(key);
    if (file.equals(owner)) {
      return Claim.KEPT;
    }
    boolean isLater = owner == null ? isAfterAnother(key, file) : owner.compareTo(file) < 0;
    if (isLater) {
      addLater(key, file);
      return Claim.LATER;
    }
    if (owner != null) {
      addLater(key, owner);
    }
    owners.put(key, file);
    removeLater(key, file);
    lost.remove(key);
    return Claim.TAKEN;
  }

  /** The owner may have gone while an earlier one than {@code file} waits. */
  private boolean isAfterAnother(ObjectKey key, Path file) {
    var waiting = later.get(key);
    return waiting != null && waiting.first().compareTo(file) < 0;
  }

  /** The file can't tell now what it has: the next one may. */
  void passOver(ObjectKey key, Path file) {
    removeLater(key, file);
  }

  /** The object doesn't stand in the file any more. */
  void release(ObjectKey key, Path file) {
    if (owners.remove(key, file)) {
      lost.add(key);
    } else {
      removeLater(key, file);
    }
  }

  /** The objects that no file stands for now, in no order. */
  List<ObjectKey> lost() {
    return List.copyOf(lost);
  }

  boolean isLost(ObjectKey key) {
    return lost.contains(key);
  }

  /** The object is gone. */
  void forget(ObjectKey key) {
    lost.remove(key);
  }

  void forEach(BiConsumer<ObjectKey, Path> action) {
    owners.forEach(action);
  }

  /** The files that have the object, but not the say. */
  List<Path> later(ObjectKey key) {
    return List.copyOf(later.getOrDefault(key, new TreeSet<>()));
  }

  Map<ObjectKey, NavigableSet<Path>> later() {
    return later;
  }

  private void addLater(ObjectKey key, Path file) {
    later.computeIfAbsent(key, k -> new TreeSet<>()).add(file);
  }

  private void removeLater(ObjectKey key, Path file) {
    later.computeIfPresent(
        key,
        (k, files) -> {
          files.remove(file);
          return files.isEmpty() ? null : files;
        });
  }
}
