package dev.sekisho.xds.server;

import com.google.common.util.concurrent.MoreExecutors;
import dev.sekisho.xds.identity.Credentials;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** The streams of a server that are open now. Thread-safe. */
final class Streams {
  private final Set<XdsStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Set<XdsStream>> byPod = new ConcurrentHashMap<>();
  private final XdsBackends backends;
  private final Executor pool;
  private final Fanout fanout;
  private final Later later;
  private final InstantSource clock;
  private final XdsEvents events;
  private final XdsLimits limits;

  Streams(
      XdsBackends backends,
      Executor pool,
      Later later,
      InstantSource clock,
      XdsEvents events,
      XdsLimits limits) {
    this.backends = backends;
    this.pool = pool;
    this.fanout = new Fanout(backends.store());
    this.later = later;
    this.clock = clock;
    this.events = events;
    this.limits = limits;
  }

  Fanout fanout() {
    return fanout;
  }

  /**
   * @param loop runs the tasks of the stream, and of others
   */
  StreamContext context(
      String peer,
      Executor loop,
      Entrance entrance,
      Credentials credentials,
      ConnectedProxy.Variant variant) {
    return new StreamContext(
        backends,
        this,
        entrance,
        credentials,
        loop,
        MoreExecutors.newSequentialExecutor(pool),
        later,
        clock,
        new StreamReport(events, count.incrementAndGet(), peer, variant),
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

  /** Has {@link #podGone} end the stream when that Pod goes, until {@link #unbind}. */
  void bind(String podUid, XdsStream stream) {
    byPod.compute(
        podUid,
        (uid, streams) -> {
          var bound = streams == null ? ConcurrentHashMap.<XdsStream>newKeySet() : streams;
          bound.add(stream);
          return bound;
        });
  }

  void unbind(String podUid, XdsStream stream) {
    byPod.computeIfPresent(
        podUid,
        (uid, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }

  /** Ends the streams of that Pod. */
  void podGone(String podUid) {
    byPod.getOrDefault(podUid, Set.of()).forEach(stream -> stream.close(StreamEntry.podGone()));
  }

  List<ProxyStatus> statuses() {
    return open.stream()
        .flatMap(stream -> stream.status().stream())
        .sorted(Comparator.comparingLong(status -> status.proxy().stream()))
        .toList();
  }
}
