package dev.sekisho.xds.server;

import com.google.common.util.concurrent.MoreExecutors;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** The streams of a server that are open now. Thread-safe. */
final class Streams {
  private final Set<XdsStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private final ResourceStore store;
  private final Executor pool;
  private final XdsEvents events;
  private final XdsLimits limits;

  Streams(ResourceStore store, Executor pool, XdsEvents events, XdsLimits limits) {
    this.store = store;
    this.pool = pool;
    this.events = events;
    this.limits = limits;
  }

  StreamContext context(String peer, ProxyScope scope, ConnectedProxy.Variant variant) {
    return new StreamContext(
        scope,
        store,
        MoreExecutors.newSequentialExecutor(pool),
        new StreamReport(events, count.incrementAndGet(), peer, scope, variant),
        limits);
  }

  void add(XdsStream stream) {
    open.add(stream);
  }

  void end(XdsStream stream) {
    if (open.remove(stream)) {
      stream.ended();
    }
  }

  List<ProxyStatus> statuses() {
    return open.stream()
        .flatMap(stream -> stream.status().stream())
        .sorted(Comparator.comparingLong(status -> status.proxy().stream()))
        .toList();
  }
}
