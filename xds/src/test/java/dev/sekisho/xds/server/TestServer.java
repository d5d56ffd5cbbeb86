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
import java.util.function.Function;

/** A server on free ports, with its store, events and channels to it. */
final class TestServer implements AutoCloseable {
  final TestKeys keys = new TestKeys();
  final ResourceStore store = new ResourceStore();
  final RecordedEvents events = new RecordedEvents();
  final TestIdentities identities = new TestIdentities();
  final TestCertificates certificates =
      new TestCertificates(keys.authority, InstantSource.system());
  private final XdsLimits limits;
  private final XdsDebug debug;
  private final int tlsPort;
  private final int plaintextPort;

  /** The one that runs, or ran last. */
  XdsServer server;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private int revisions;

  TestServer() {
    this(XdsLimits.DEFAULT);
  }

  TestServer(XdsLimits limits) {
    this(limits, server -> XdsDebug.NONE);
  }

  /** One that answers people so. */
  TestServer(Function<TestServer, XdsDebug> debug) {
    this(XdsLimits.DEFAULT, debug);
  }

  private TestServer(XdsLimits limits, Function<TestServer, XdsDebug> debug) {
    this.limits = limits;
    this.debug = debug.apply(this);
    server = start(0, 0);
    tlsPort = server.tlsPort();
    plaintextPort = server.plaintextPort().orElseThrow();
  }

  private XdsServer start(int tlsPort, int plaintextPort) {
    return XdsServer.start(
        new XdsServerOptions("127.0.0.1", tlsPort, OptionalInt.of(plaintextPort), limits),
        new XdsBackends(store, ProxyScopes.BY_ROLE, identities, certificates, debug),
        keys.material(),
        events,
        InstantSource.system());
  }

  /** Ends the server; nobody is served until {@link #restart}. */
  void stop() {
    server.close();
  }

  /** Ends the server if it runs, and starts another on the same ports, with the same resources. */
  void restart() {
    server.close();
    server = start(tlsPort, plaintextPort);
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
