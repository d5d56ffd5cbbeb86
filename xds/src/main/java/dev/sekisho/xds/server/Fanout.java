package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.store.ResourceStore;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings publications to streams: one task is handed to each event loop, whatever the number of its
 * streams, and makes one for each of them there. Publications that come faster than a loop runs are
 * skipped, and at most one task is handed over for a loop and scope at a time.
 */
final class Fanout {
  private record Key(ProxyScope scope, Executor loop) {}

  private final ResourceStore store;
  private final Map<Key, Group> groups = new ConcurrentHashMap<>();

  Fanout(ResourceStore store) {
    this.store = store;
  }

  /** Brings what is published now and from now on; call on the loop. */
  void follow(ProxyScope scope, Executor loop, Consumer<Publication> stream) {
    var key = new Key(scope, loop);
    groups
        .computeIfAbsent(
            key,
            k -> {
              var group = new Group(scope, loop);
              store.subscribe(scope, group);
              return group;
            })
        .streams
        .add(stream);
    store.publication(scope).ifPresent(stream);
  }

  /** Ends that; call on the loop. */
  void unfollow(ProxyScope scope, Executor loop, Consumer<Publication> stream) {
    var key = new Key(scope, loop);
    var group = groups.get(key);
    if (group != null && group.streams.remove(stream) && group.streams.isEmpty()) {
      store.unsubscribe(scope, group);
      groups.remove(key);
    }
  }

  /** The streams of one scope on one loop. */
  private final class Group implements Runnable {
    private final ProxyScope scope;
    private final Executor loop;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** Used on the loop only. */
    private final Set<Consumer<Publication>> streams = new LinkedHashSet<>();

    Group(ProxyScope scope, Executor loop) {
      this.scope = scope;
      this.loop = loop;
    }

    /** Something was published. */
    @Override
    public void run() {
      if (queued.compareAndSet(false, true)) {
        loop.execute(this::bring);
      }
    }

    private void bring() {
      queued.set(false);
      streams.forEach(stream -> loop.execute(() -> bring(stream)));
    }

    private void bring(Consumer<Publication> stream) {
      if (streams.contains(stream)) { // it may have ended meanwhile
        store.publication(scope).ifPresent(stream);
      }
    }
  }
}
