package dev.sekisho.controlplane.serve;

import dev.sekisho.xds.resources.ProxyScope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The scopes that have proxies, by their streams. Thread-safe.
 *
 * @param <M> who the proxies of a scope are
 */
final class LiveScopes<M> {
  private record Live<M>(M member, int streams) {
    Live<M> plus(int more) {
      return new Live<>(member, streams + more);
    }
  }

  private final Map<ProxyScope, Live<M>> live = new ConcurrentHashMap<>();
  private final Consumer<M> changed;

  /**
   * @param changed called, on any thread, with who has come to {@link #members} or gone; must not
   *     block
   */
  LiveScopes(Consumer<M> changed) {
    this.changed = changed;
  }

  /** Who is to be served. */
  Map<ProxyScope, M> members() {
    var members = new HashMap<ProxyScope, M>();
    live.forEach((scope, entry) -> members.put(scope, entry.member()));
    return members;
  }

  boolean contains(ProxyScope scope) {
    return live.containsKey(scope);
  }

  /**
   * So many more streams of a scope; it is there from now on even with none, so that there is
   * something to be served when the first begins.
   */
  void enter(ProxyScope scope, M member, int streams) {
    boolean isNew = !live.containsKey(scope);
    live.compute(
        scope, (s, known) -> (known == null ? new Live<>(member, 0) : known).plus(streams));
    if (isNew) {
      changed.accept(member);
    }
  }

  /** A stream is over; nothing for a scope that isn't here. */
  void leave(ProxyScope scope) {
    var before = live.get(scope);
    if (before == null) {
      return;
    }
    var left =
        live.computeIfPresent(scope, (s, known) -> known.streams() > 1 ? known.plus(-1) : null);
    if (left == null) {
      changed.accept(before.member());
    }
  }
}
