package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What looks at the first bytes of a connection before its chain is chosen. An inspector is on for
 * just those ports whose chains differ by what it finds: where a server speaks first, waiting for
 * the client's bytes is waiting in vain.
 */
final class InboundInspectors {
  /**
   * How long the first bytes are waited for where plaintext is taken. Whoever is silent for longer
   * is taken for a client of a server that speaks first.
   */
  private static final Duration INSPECTION =
      Duration.newBuilder().setNanos(200_000_000).build(); // 200 ms

  /** In bytes: enough for most greetings of TLS, and it grows for others. */
  private static final int FIRST_READ = 512;

  private static final TlsInspector TLS_INSPECTOR =
      TlsInspector.newBuilder().setInitialReadBufferSize(UInt32Value.of(FIRST_READ)).build();

  private static final String TLS = "tls";

  /** Stands for the ports that have no chains of their own. */
  private static final int OTHERS = 0;

  private InboundInspectors() {}

  /** Adds the filters that the listener's chains need. */
  static void addTo(Listener.Builder listener) {
    var matches =
        listener.getFilterChainsList().stream().map(chain -> chain.getFilterChainMatch()).toList();
    listener.addListenerFilters(
        filter("envoy.filters.listener.original_dst", OriginalDst.getDefaultInstance()));
    inspector(
            filter("envoy.filters.listener.tls_inspector", TLS_INSPECTOR),
            matches,
            match -> match.getTransportProtocol().equals(TLS))
        .ifPresent(listener::addListenerFilters);
    inspector(
            filter("envoy.filters.listener.http_inspector", HttpInspector.getDefaultInstance()),
            matches,
            match -> !match.getTransportProtocol().equals(TLS) && byProtocol(match))
        .ifPresent(listener::addListenerFilters);
    if (matches.stream().anyMatch(InboundInspectors::takesPlaintext)) {
      listener.setListenerFiltersTimeout(INSPECTION).setContinueOnListenerFiltersTimeout(true);
    }
    // Else nothing but TLS is let in, whose clients speak first: Envoy's 15 s for a slow one.
  }

  private static boolean byProtocol(FilterChainMatch match) {
    return match.getApplicationProtocolsCount() > 0;
  }

  private static boolean takesPlaintext(FilterChainMatch match) {
    return !match.getTransportProtocol().isEmpty() && !match.getTransportProtocol().equals(TLS);
  }

  /** The inspector, off where no chain needs it; empty if none does. */
  private static Optional<ListenerFilter> inspector(
      ListenerFilter filter, List<FilterChainMatch> matches, Predicate<FilterChainMatch> needs) {
    var needing = ports(matches.stream().filter(needs));
    if (needing.isEmpty()) {
      return Optional.empty();
    }
    if (!needing.contains(OTHERS)) {
      return Optional.of(disabled(filter, not(anyOf(needing))));
    }
    var exceptions = ports(matches.stream());
    exceptions.removeAll(needing);
    return Optional.of(exceptions.isEmpty() ? filter : disabled(filter, anyOf(exceptions)));
  }

  private static SortedSet<Integer> ports(Stream<FilterChainMatch> matches) {
    return matches
        .map(match -> match.getDestinationPort().getValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ListenerFilter disabled(
      ListenerFilter filter, ListenerFilterChainMatchPredicate where) {
    return filter.toBuilder().setFilterDisabled(where).build();
  }

  private static ListenerFilterChainMatchPredicate anyOf(SortedSet<Integer> ports) {
    if (ports.size() == 1) {
      return is(ports.first());
    }
    var rules = MatchSet.newBuilder();
    ports.forEach(port -> rules.addRules(is(port)));
    return ListenerFilterChainMatchPredicate.newBuilder().setOrMatch(rules).build();
  }

  private static ListenerFilterChainMatchPredicate is(int port) {
    return ListenerFilterChainMatchPredicate.newBuilder()
        .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1))
        .build();
  }

  private static ListenerFilterChainMatchPredicate not(ListenerFilterChainMatchPredicate of) {
    return ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(of).build();
  }

  private static ListenerFilter filter(String name, Message config) {
    return ListenerFilter.newBuilder()
        .setName(name)
        .setTypedConfig(DeterministicBytes.pack(config))
        .build();
  }
}
