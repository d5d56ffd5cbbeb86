package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.controlplane.keys.Authority;
import dev.sekisho.controlplane.keys.ServingKeys;
import dev.sekisho.webhook.server.AdmissionServer;
import dev.sekisho.webhook.server.AdmissionServerEvents;
import dev.sekisho.webhook.server.AdmissionServerOptions;
import dev.sekisho.webhook.server.ServingKeyPair;
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

/** The webhook and the xDS server, and the certificate that both serve. */
final class TlsServers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TlsServers.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final AdmissionServer webhook;
  private final XdsServer xds;
  private final ServingKeys keys;
  private final Authority authority;
  private final Metrics metrics;
  private final List<Runnable> subscriptions;
  private XdsKeyMaterial served;

  private TlsServers(
      Vertx vertx,
      AdmissionServer webhook,
      XdsServer xds,
      ServingKeys keys,
      Authority authority,
      Metrics metrics,
      XdsKeyMaterial served) {
    this.webhook = webhook;
    this.xds = xds;
    this.keys = keys;
    this.authority = authority;
    this.metrics = metrics;
    this.served = served;
    Runnable follow =
        () -> vertx.executeBlocking(this::follow).onFailure(e -> LOG.warn("new certificates", e));
    subscriptions = List.of(keys.onChange(follow), authority.onChange(follow));
    follow.run(); // what changed before we listened
  }

  static TlsServers start(
      Vertx vertx,
      ControlPlaneConfig config,
      ClusterModel model,
      Metrics metrics,
      AdmissionServerEvents admissionLog,
      ServingKeys keys,
      Authority authority,
      XdsBackends backends,
      InstantSource clock)
      throws InterruptedException {
    var certificate = keys.certificate();
    var ports = config.ports();
    var webhook =
        Binding.of(
            AdmissionServer.start(
                vertx,
                AdmissionServerOptions.defaults(keyPair(certificate))
                    .withAddress(ports.host(), ports.webhook())
                    .withClients(config.webhookClients())
                    .withStatusReason(config.statusReason()),
                AdmissionPaths.of(model),
                admissionLog),
            "webhook",
            ports.host(),
            ports.webhook());
    try {
      var material = material(certificate, authority);
      var xds =
          XdsServer.start(
              new XdsServerOptions(
                  ports.host(), ports.xds(), ports.xdsPlaintext(), config.proxies().limits()),
              backends,
              material,
              new XdsLog(metrics, model.gateways()),
              clock);
      if (xds.plaintextPort().isPresent()) {
        LOG.warn(
            "the plaintext xDS port 127.0.0.1:{} believes whatever node id a client gives: for"
                + " local runs and measurements only",
            xds.plaintextPort().getAsInt());
      }
      return new TlsServers(vertx, webhook, xds, keys, authority, metrics, material);
    } catch (XdsServerException e) {
      Binding.await(webhook.close(Duration.ZERO));
      throw Binding.ofXds(e);
    }
  }

  /** Serves what is in force now. Connections that stand go on with what they began with. */
  private synchronized boolean follow() {
    var certificate = keys.certificate();
    var material = material(certificate, authority);
    metrics.serving(certificate.notAfter());
    if (!material.clientRoots().equals(served.clientRoots())
        || !material.chain().equals(served.chain())) {
      xds.reload(material);
    }
    if (!material.chain().equals(served.chain())) {
      Binding.await(webhook.reload(keyPair(certificate)));
      LOG.info("serving a new certificate, valid until {}", certificate.notAfter());
    }
    served = material;
    return true;
  }

  private static ServingKeyPair keyPair(IssuedCertificate certificate) {
    return new ServingKeyPair(certificate.certificatePem(), certificate.privateKeyPem());
  }

  private static XdsKeyMaterial material(IssuedCertificate certificate, Authority authority) {
    return new XdsKeyMaterial(
        certificate.chain(), certificate.privateKey(), authority.inForce().trust().roots());
  }

  /** Ends the streams of that Pod. */
  void podGone(String podUid) {
    xds.podGone(podUid);
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
