package dev.sekisho.controlplane.serve;

import dev.sekisho.xds.resources.ProxyScope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Runnable changed;

  /**
   * @param changed called, on any thread, after {@link #members} has changed; must not block
   */
  LiveScopes(Runnable changed) {
    this.changed = changed;
  }

  /** Who is to be served. */
  Map<ProxyScope, M> members() {
    var members = new HashMap<ProxyScope, M>();
    live.forEach((scope, entry) -> members.put(scope, entry.member()));
    return members;
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
      changed.run();
    }
  }

  /** A stream is over; nothing for a scope that isn't here. */
  void leave(ProxyScope scope) {
    if (!live.containsKey(scope)) {
      return;
    }
    var left =
        live.computeIfPresent(scope, (s, known) -> known.streams() > 1 ? known.plus(-1) : null);
    if (left == null) {
      changed.run();
    }
  }
}
