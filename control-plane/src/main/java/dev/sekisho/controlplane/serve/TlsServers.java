package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.controlplane.keys.ServingCertificate;
import dev.sekisho.webhook.server.AdmissionServer;
import dev.sekisho.webhook.server.AdmissionServerEvents;
import dev.sekisho.webhook.server.AdmissionServerOptions;
import dev.sekisho.webhook.server.ServingKeyPair;
import dev.sekisho.xds.server.XdsKeyMaterial;
import dev.sekisho.xds.server.XdsLimits;
import dev.sekisho.xds.server.XdsServer;
import dev.sekisho.xds.server.XdsServerException;
import dev.sekisho.xds.server.XdsServerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhook and the xDS server, and the certificate that both serve. */
final class TlsServers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TlsServers.class);
  private static final Duration RENEWAL_CHECK = Duration.ofMinutes(10);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final AdmissionServer webhook;
  private final XdsServer xds;
  private final CertificateAuthority authority;
  private final Metrics metrics;
  private final long renewal;
  private IssuedCertificate serving;

  private TlsServers(
      Vertx vertx,
      AdmissionServer webhook,
      XdsServer xds,
      CertificateAuthority authority,
      Metrics metrics,
      ServingCertificate certificate,
      IssuedCertificate serving,
      InstantSource clock) {
    this.vertx = vertx;
    this.webhook = webhook;
    this.xds = xds;
    this.authority = authority;
    this.metrics = metrics;
    this.serving = serving;
    metrics.certificates(serving.notAfter(), authority.notAfter());
    this.renewal =
        vertx.setPeriodic(
            RENEWAL_CHECK.toMillis(),
            timer ->
                vertx
                    .executeBlocking(() -> certificate.at(clock.instant()))
                    .onSuccess(this::reload)
                    .onFailure(e -> LOG.warn("renewing the certificate: {}", e.getMessage())));
  }

  static TlsServers start(
      Vertx vertx,
      ControlPlaneConfig config,
      ClusterModel model,
      Metrics metrics,
      AdmissionServerEvents admissionLog,
      ServingCertificate certificate,
      CertificateAuthority authority,
      InstantSource clock)
      throws InterruptedException {
    var serving = certificate.at(clock.instant());
    var ports = config.ports();
    var webhook =
        Binding.of(
            AdmissionServer.start(
                vertx,
                AdmissionServerOptions.defaults(keyPair(serving))
                    .withAddress(ports.host(), ports.webhook())
                    .withClients(config.webhookClients())
                    .withStatusReason(config.statusReason()),
                AdmissionPaths.of(model),
                admissionLog),
            "webhook",
            ports.host(),
            ports.webhook());
    try {
      var xds =
          XdsServer.start(
              new XdsServerOptions(
                  ports.host(), ports.xds(), ports.xdsPlaintext(), XdsLimits.DEFAULT),
              model.store(),
              material(serving, authority),
              new XdsLog(metrics));
      if (xds.plaintextPort().isPresent()) {
        LOG.warn(
            "the plaintext xDS port 127.0.0.1:{} believes whatever node id a client gives: for"
                + " local runs and measurements only",
            xds.plaintextPort().getAsInt());
      }
      return new TlsServers(vertx, webhook, xds, authority, metrics, certificate, serving, clock);
    } catch (XdsServerException e) {
      Binding.await(webhook.close(Duration.ZERO));
      throw Binding.ofXds(e);
    }
  }

  private void reload(IssuedCertificate renewed) {
    if (renewed.leaf().equals(serving.leaf())) {
      return;
    }
    serving = renewed;
    xds.reload(material(renewed, authority));
    webhook
        .reload(keyPair(renewed))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                LOG.info("serving a new certificate, valid until {}", renewed.notAfter());
              } else {
                LOG.warn("the webhook goes on with its old certificate: {}", failure.getMessage());
              }
            });
    metrics.certificates(renewed.notAfter(), authority.notAfter());
  }

  private static ServingKeyPair keyPair(IssuedCertificate certificate) {
    return new ServingKeyPair(certificate.certificatePem(), certificate.privateKeyPem());
  }

  private static XdsKeyMaterial material(
      IssuedCertificate certificate, CertificateAuthority authority) {
    return new XdsKeyMaterial(
        certificate.chain(), certificate.privateKey(), authority.trustBundle().roots());
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
    vertx.cancelTimer(renewal);
    Binding.await(webhook.close(GRACE));
    xds.close();
  }
}
