package dev.sekisho.xds.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of a subscription of which there is more to remember than that the client has what is
 * served: mostly none. Not thread-safe.
 */
final class Specials {
  /** What is to be remembered of one name. */
  static final class Special {
    /** The client doesn't have what is served, but {@link #held}. */
    boolean unlike;

    /** Empty: it knows nothing of the name. Counts while it is unlike. */
    Optional<String> held = Optional.empty();

    /** It is owed an answer, whatever it has. */
    boolean asked;

    /** It has to be sent again, if the client is subscribed to it. */
    boolean stale;

    private boolean rejected;

    /** There is something to say. */
    private boolean pending;

    /** The client has that version; empty: none, and knows nothing of the name. */
    void has(Optional<String> version) {
      unlike = true;
      held = version;
    }

    private boolean saysNothing() {
      return !(unlike || asked || stale || rejected || pending);
    }
  }

  private Map<String, Special> byName = new HashMap<>();
  private int pending;
  private int rejected;

  @Nullable Special find(String name) {
    return byName.get(name);
  }

  /** That of a name, made if there is none. */
  Special of(String name) {
    return byName.computeIfAbsent(name, n -> new Special());
  }

  /** How many names there are that have something to say. */
  int pending() {
    return pending;
  }

  /** How many names there are whose resource the client has refused. */
  int rejected() {
    return rejected;
  }

  /** The names that have something to say. */
  List<String> inOrder() {
    if (pending == 1 && byName.size() == 1) {
      return List.of(byName.keySet().iterator().next()); // mostly
    }
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().pending)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  void reject(String name) {
    var special = of(name);
    if (!special.rejected) {
      special.rejected = true;
      rejected++;
    }
  }

  /** There is something to say about the name, or nothing: then the client has what is served. */
  void mark(String name, Special special, boolean due) {
    if (due != special.pending) {
      special.pending = due;
      pending += due ? 1 : -1;
    }
    if (!due) {
      special.unlike = false;
      forgetIfSaysNothing(name, special);
    }
  }

  /** It is owed an answer from now on. */
  Special asked(String name) {
    var special = of(name);
    special.asked = true;
    return special;
  }

  /** It has to be sent again from now on. */
  Special stale(String name) {
    var special = of(name);
    special.stale = true;
    return special;
  }

  void notStale(String name) {
    var special = find(name);
    if (special != null) {
      special.stale = false;
      forgetIfSaysNothing(name, special);
    }
  }

  private void forgetIfSaysNothing(String name, Special special) {
    if (special.saysNothing()) {
      byName.remove(name);
    }
  }

  /** From now on the client has what is served of that name, or was told that nothing is. */
  void done(String name) {
    var special = byName.remove(name);
    if (special != null) {
      pending -= special.pending ? 1 : 0;
      rejected -= special.rejected ? 1 : 0;
    }
  }

  /** Forgets all other names. */
  void retain(Collection<String> names) {
    List.copyOf(byName.keySet()).stream().filter(n -> !names.contains(n)).forEach(this::done);
  }

  /** Gives back the room that many names have left behind. */
  void release() {
    if (byName.isEmpty()) {
      byName = new HashMap<>();
    }
  }
}
