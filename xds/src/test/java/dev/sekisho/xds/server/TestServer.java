package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.store.ResourceStore;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A server on free ports, with its store, events and channels to it. */
final class TestServer implements AutoCloseable {
  final TestKeys keys = new TestKeys();
  final ResourceStore store = new ResourceStore();
  final RecordedEvents events = new RecordedEvents();
  final TestIdentities identities = new TestIdentities();
  final TestCertificates certificates =
      new TestCertificates(keys.authority, InstantSource.system());
  final XdsServer server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private int revisions;

  TestServer() {
    this(XdsLimits.DEFAULT);
  }

  TestServer(XdsLimits limits) {
    server =
        XdsServer.start(
            new XdsServerOptions("127.0.0.1", 0, OptionalInt.of(0), limits),
            new XdsBackends(store, ProxyScopes.BY_ROLE, identities, certificates),
            keys.material(),
            events,
            InstantSource.system());
  }

  void publish(TestResources resources) {
    revisions++;
    store.publish(ProxyScope.GATEWAY, resources.snapshot("r" + revisions));
    store.publish(ProxyScope.SIDECAR, TestResources.NONE.snapshot("r" + revisions));
    store.publish(ProxyScope.GATEWAY_PLAINTEXT, resources.snapshot("r" + revisions));
  }

  ManagedChannel tls() {
    return tls(keys.credentials());
  }

  ManagedChannel tls(ChannelCredentials credentials) {
    return channel(server.tlsPort(), credentials);
  }

  ManagedChannel plaintext() {
    return channel(server.plaintextPort().orElseThrow(), InsecureChannelCredentials.create());
  }

  private ManagedChannel channel(int port, ChannelCredentials credentials) {
    var channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, credentials).build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
  }
}
