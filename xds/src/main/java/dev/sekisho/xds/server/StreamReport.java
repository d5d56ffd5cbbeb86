package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
  private final Map<ResourceType, ProxyStatus.TypeStatus> types = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Long> sentNanos = new EnumMap<>(ResourceType.class);
  private volatile Optional<ProxyStatus> status = Optional.empty();

  StreamReport(XdsEvents events, long stream, String peer, ConnectedProxy.Variant variant) {
    this.events = events;
    this.stream = stream;
    this.peer = peer;
    this.variant = variant;
  }

  Optional<ProxyStatus> status() {
    return status;
  }

  boolean isConnected() {
    return status.isPresent();
  }

  void connected(NodeIdentity node, List<ProxyScope> scopes, Optional<ProxyIdentity> identity) {
    var proxy =
        new ConnectedProxy(
            stream, node.id(), peer, node.role(), node.pod(), scopes, identity, variant);
    status = Optional.of(new ProxyStatus(proxy, types));
    events.onConnected(proxy);
  }

  void disconnected() {
    status.ifPresent(s -> events.onDisconnected(s.proxy()));
    status = Optional.empty();
  }

  void pushed(ResourceType type, String version, String revision, int count, int bytes) {
    sentNanos.put(type, System.nanoTime());
    update(type, of(type).sent(version, revision));
    status.ifPresent(s -> events.onPushed(s.proxy(), type, count, bytes));
  }

  void acked(ResourceType type, String version) {
    update(type, of(type).acked(version));
    var after = Duration.ofNanos(System.nanoTime() - sentNanos.getOrDefault(type, 0L));
    status.ifPresent(s -> events.onAcked(s.proxy(), type, after));
  }

  void nacked(ResourceType type, String version, List<String> names, String message) {
    var nack = new Nack(type, version, names, message);
    update(type, of(type).nacked(nack));
    status.ifPresent(s -> events.onNack(s.proxy(), nack));
  }

  void certificateIssued(Instant notAfter) {
    status.ifPresent(s -> events.onCertificateIssued(s.proxy(), notAfter));
  }

  void certificateFailed(String reason) {
    status.ifPresent(s -> events.onCertificateFailed(s.proxy(), reason));
  }

  void rejected(Refusal refusal) {
    events.onRejected(peer, refusal.reason(), refusal.message());
  }

  private ProxyStatus.TypeStatus of(ResourceType type) {
    return types.getOrDefault(type, ProxyStatus.TypeStatus.NONE);
  }

  private void update(ResourceType type, ProxyStatus.TypeStatus changed) {
    types.put(type, changed);
    status = status.map(s -> new ProxyStatus(s.proxy(), types));
  }
}
