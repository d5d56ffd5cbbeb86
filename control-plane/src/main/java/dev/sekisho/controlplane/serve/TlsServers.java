package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.webhook.server.AdmissionServer;
import dev.sekisho.webhook.server.AdmissionServerEvents;
import dev.sekisho.webhook.server.AdmissionServerOptions;
import dev.sekisho.webhook.server.AdmissionTraces;
import dev.sekisho.webhook.server.ServingKeyPair;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.XdsBackends;
import dev.sekisho.xds.server.XdsKeyMaterial;
import dev.sekisho.xds.server.XdsServer;
import dev.sekisho.xds.server.XdsServerException;
import dev.sekisho.xds.server.XdsServerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhook and the xDS server, and the certificates that they serve. */
final class TlsServers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TlsServers.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final AdmissionServer webhook;
  private final XdsServer xds;
  private final Certificates certificates;
  private final Metrics metrics;
  private final List<Runnable> subscriptions;

  // Guarded by this.
  private Served served;

  private record Served(IssuedCertificate webhook, XdsKeyMaterial xds) {
    static Served now(Certificates certificates) {
      var own = certificates.xdsKeys().certificate();
      return new Served(
          certificates.webhookKeys().certificate(),
          new XdsKeyMaterial(
              own.chain(), own.privateKey(), certificates.authority().inForce().trust().roots()));
    }

    ServingKeyPair webhookPair() {
      return new ServingKeyPair(webhook.certificatePem(), webhook.privateKeyPem());
    }
  }

  private TlsServers(
      Vertx vertx,
      AdmissionServer webhook,
      XdsServer xds,
      Certificates certificates,
      Metrics metrics,
      Served served) {
    this.webhook = webhook;
    this.xds = xds;
    this.certificates = certificates;
    this.metrics = metrics;
    this.served = served;
    Runnable follow =
        () -> vertx.executeBlocking(this::follow).onFailure(e -> LOG.warn("new certificates", e));
    subscriptions =
        List.of(
            certificates.webhookKeys().onChange(follow),
            certificates.xdsKeys().onChange(follow),
            certificates.authority().onChange(follow));
    follow.run(); // what changed before we listened
  }

  static TlsServers start(
      Vertx vertx,
      ControlPlaneConfig config,
      ClusterModel model,
      Metrics metrics,
      AdmissionServerEvents admissionLog,
      AdmissionTraces traces,
      Certificates certificates,
      XdsBackends backends,
      InstantSource clock)
      throws InterruptedException {
    var served = Served.now(certificates);
    var ports = config.ports();
    var webhook =
        Binding.of(
            AdmissionServer.start(
                vertx,
                AdmissionServerOptions.defaults(served.webhookPair())
                    .withAddress(ports.host(), ports.webhook())
                    .withClients(config.webhookClients())
                    .withStatusReason(config.statusReason()),
                AdmissionPaths.of(model),
                admissionLog,
                traces),
            "webhook",
            ports.host(),
            ports.webhook());
    try {
      var xds =
          XdsServer.start(
              new XdsServerOptions(
                  ports.host(), ports.xds(), ports.xdsPlaintext(), config.proxies().limits()),
              backends,
              served.xds(),
              new XdsLog(metrics, model.proxies()),
              clock);
      if (xds.plaintextPort().isPresent()) {
        LOG.warn(
            "the plaintext xDS port 127.0.0.1:{} believes whatever node id a client gives: for"
                + " local runs and measurements only",
            xds.plaintextPort().getAsInt());
      }
      return new TlsServers(vertx, webhook, xds, certificates, metrics, served);
    } catch (XdsServerException e) {
      Binding.await(webhook.close(Duration.ZERO));
      throw Binding.ofXds(e);
    }
  }

  /** Serves what is in force now. Connections that stand go on with what they began with. */
  private synchronized boolean follow() {
    var before = served;
    var now = Served.now(certificates);
    metrics.serving(now.webhook().notAfter(), certificates.xdsKeys().certificate().notAfter());
    if (!now.xds().clientRoots().equals(before.xds().clientRoots())
        || !now.xds().chain().equals(before.xds().chain())) {
      xds.reload(now.xds());
    }
    if (!now.webhook().chain().equals(before.webhook().chain())) {
      Binding.await(webhook.reload(now.webhookPair()));
      LOG.info("serving a new certificate, valid until {}", now.webhook().notAfter());
    }
    served = now;
    return true;
  }

  /** Ends the streams of that Pod. */
  void podGone(String podUid) {
    xds.podGone(podUid);
  }

  /** The proxies that are connected, by age. */
  List<ProxyStatus> proxies() {
    return xds.connections();
  }

  int webhookPort() {
    return webhook.port();
  }

  int xdsPort() {
    return xds.tlsPort();
  }

  OptionalInt xdsPlaintextPort() {
    return xds.plaintextPort();
  }

  /** The webhook finishes what it has begun. */
  @Override
  public void close() {
    subscriptions.forEach(Runnable::run);
    Binding.await(webhook.close(GRACE));
    xds.close();
  }
}
