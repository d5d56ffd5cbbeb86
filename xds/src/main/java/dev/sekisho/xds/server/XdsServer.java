package dev.sekisho.xds.server;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a {@link ResourceStore} over the aggregated discovery service, delta and state of the
 * world: over TLS to proxies that prove who they are, for whom it also signs certificates as Istio
 * does, and, if asked for, over plaintext on the loopback address, where no secrets are served.
 * Thread-safe.
 */
public final class XdsServer implements AutoCloseable {
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration MIN_CLIENT_KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECTION_GRACE = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int BACKLOG = 4_096;
  private static final int MAX_METADATA_BYTES = 16 << 10;

  private final EventLoops loops;
  private final EventLoops boss;
  private final ExecutorService pool;
  private final ScheduledThreadPoolExecutor timer;
  private final Streams streams;
  private final TlsIdentity identity;
  private final Server tls;
  private final Optional<Server> plaintext;

  private XdsServer(
      XdsServerOptions options,
      XdsBackends backends,
      XdsKeyMaterial material,
      XdsEvents events,
      InstantSource clock) {
    identity = new TlsIdentity(material);
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    loops = new EventLoops(processors, "xds-");
    boss = new EventLoops(1, "xds-accept-");
    pool = pool(processors);
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("xds-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    streams = new Streams(backends, pool, Later.on(timer), clock, events, options.limits());
    tls =
        server(
            new InetSocketAddress(options.tlsHost(), options.tlsPort()),
            identity.credentials(),
            List.of(
                new AdsService(streams, loops, Entrance.authenticated(backends.authenticator()))
                    .definition(),
                new CertificateService(
                        backends.authenticator(), backends.certificates(), events, pool)
                    .definition()),
            options.limits());
    plaintext =
        options.plaintextPort().isPresent()
            ? Optional.of(
                server(
                    new InetSocketAddress(loopback(), options.plaintextPort().getAsInt()),
                    InsecureServerCredentials.create(),
                    List.of(new AdsService(streams, loops, Entrance.OPEN).definition()),
                    options.limits()))
            : Optional.empty();
  }

  /**
   * Starts to listen.
   *
   * @throws XdsServerException if a port can't be bound or the key material can't be used
   */
  public static XdsServer start(
      XdsServerOptions options,
      XdsBackends backends,
      XdsKeyMaterial material,
      XdsEvents events,
      InstantSource clock) {
    var server = new XdsServer(options, backends, material, events, clock);
    try {
      bind(server.tls, "%s:%d".formatted(options.tlsHost(), options.tlsPort()));
      server.plaintext.ifPresent(
          s -> bind(s, "127.0.0.1:%d".formatted(options.plaintextPort().orElse(0))));
    } catch (XdsServerException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The port of xDS over TLS. */
  public int tlsPort() {
    return tls.getPort();
  }

  /** The port of plaintext xDS; empty if there is none. */
  public OptionalInt plaintextPort() {
    return plaintext.map(Server::getPort).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /**
   * Uses this key material for new connections; those that stand go on.
   *
   * @throws XdsServerException if it can't be used: then what was in use stays
   */
  public void reload(XdsKeyMaterial material) {
    identity.reload(material);
  }

  /** The streams that are open now, by age. */
  public List<ProxyStatus> connections() {
    return streams.statuses();
  }

  /** Ends the streams that were let in as this Pod. Doesn't block. */
  public void podGone(String podUid) {
    streams.podGone(podUid);
  }

  /** Ends all streams; proxies keep what they have and connect again. */
  @Override
  public void close() {
    tls.shutdownNow();
    plaintext.ifPresent(Server::shutdownNow);
    try {
      awaitEnd(tls);
      if (plaintext.isPresent()) {
        awaitEnd(plaintext.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      timer.shutdownNow();
      pool.shutdown();
      boss.close();
      loops.close();
    }
  }

  private static void awaitEnd(Server server) throws InterruptedException {
    server.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Server server(
      InetSocketAddress address,
      ServerCredentials credentials,
      List<ServerServiceDefinition> services,
      XdsLimits limits) {
    // The transport adds a tenth of jitter to the connection's age.
    return NettyServerBuilder.forAddress(address, credentials)
        .bossEventLoopGroup(boss.group())
        .workerEventLoopGroup(loops.group())
        .channelType(NioServerSocketChannel.class)
        .directExecutor()
        // A mesh that connects at once, after a restart, mustn't wait for SYNs to be sent again.
        .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
        .addServices(services)
        .maxInboundMessageSize(limits.maxRequestBytes())
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(limits.maxStreamsPerConnection())
        .maxConnectionAge(limits.maxConnectionAge().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(CONNECTION_GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(limits.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(MIN_CLIENT_KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .handshakeTimeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /** For what would hold up the event loops. What comes after its end has nothing left to do. */
  private static ExecutorService pool(int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name("xds-work-", 0).factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }

  private static void bind(Server server, String address) {
    try {
      server.start();
    } catch (IOException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new XdsServerException(
          XdsServerException.Reason.BIND,
          "xDS can't listen on %s: %s".formatted(address, cause.getMessage()),
          e);
    }
  }
}
