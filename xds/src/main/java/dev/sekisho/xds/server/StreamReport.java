package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One stream's events, passed on and kept as a {@link ProxyStatus}. Written by the stream's
 * executor only; {@link #status} may be read by any thread.
 */
final class StreamReport {
  private final XdsEvents events;
  private final long stream;
  private final String peer;
  private final ConnectedProxy.Variant variant;
  private final Map<ResourceType, Progress> types = new EnumMap<>(ResourceType.class);
  private volatile Optional<ConnectedProxy> proxy = Optional.empty();

  StreamReport(XdsEvents events, long stream, String peer, ConnectedProxy.Variant variant) {
    this.events = events;
    this.stream = stream;
    this.peer = peer;
    this.variant = variant;
    for (var type : ResourceType.values()) {
      types.put(type, new Progress());
    }
  }

  Optional<ProxyStatus> status() {
    return proxy.map(known -> new ProxyStatus(known, typeStatuses()));
  }

  private Map<ResourceType, ProxyStatus.TypeStatus> typeStatuses() {
    var known = new EnumMap<ResourceType, ProxyStatus.TypeStatus>(ResourceType.class);
    types.forEach(
        (type, progress) -> {
          var status = progress.status;
          if (!status.equals(ProxyStatus.TypeStatus.NONE)) {
            known.put(type, status);
          }
        });
    return known;
  }

  boolean isConnected() {
    return proxy.isPresent();
  }

  void connected(NodeIdentity node, List<ProxyScope> scopes, Optional<ProxyIdentity> identity) {
    var known =
        new ConnectedProxy(
            stream, node.id(), peer, node.role(), node.pod(), scopes, identity, variant);
    proxy = Optional.of(known);
    events.onConnected(known);
  }

  void disconnected() {
    proxy.ifPresent(events::onDisconnected);
    proxy = Optional.empty();
  }

  void pushed(ResourceType type, String version, String revision, int count, int bytes) {
    var progress = of(type);
    progress.sentNanos = System.nanoTime();
    progress.status = progress.status.sent(version, revision);
    proxy.ifPresent(known -> events.onPushed(known, type, count, bytes));
  }

  void acked(ResourceType type, String version) {
    var progress = of(type);
    progress.status = progress.status.acked(version);
    var after = Duration.ofNanos(System.nanoTime() - progress.sentNanos);
    proxy.ifPresent(known -> events.onAcked(known, type, after));
  }

  void nacked(ResourceType type, String version, List<String> names, String message) {
    var nack = new Nack(type, version, names, message);
    var progress = of(type);
    progress.status = progress.status.nacked(nack);
    proxy.ifPresent(known -> events.onNack(known, nack));
  }

  void certificateIssued(Instant notAfter) {
    proxy.ifPresent(known -> events.onCertificateIssued(known, notAfter));
  }

  void certificateFailed(String reason) {
    proxy.ifPresent(known -> events.onCertificateFailed(known, reason));
  }

  void rejected(Refusal refusal) {
    events.onRejected(peer, refusal.reason(), refusal.message());
  }

  private Progress of(ResourceType type) {
    return Objects.requireNonNull(types.get(type));
  }

  /** How far one type has come. */
  private static final class Progress {
    private volatile ProxyStatus.TypeStatus status = ProxyStatus.TypeStatus.NONE;

    /** Of the stream's executor. */
    private long sentNanos;
  }
}
