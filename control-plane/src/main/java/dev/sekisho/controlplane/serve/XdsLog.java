package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.Nack;
import dev.sekisho.xds.server.XdsEvents;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what happens on the xDS ports, and follows who is there. */
final class XdsLog implements XdsEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.xds");

  private final Metrics metrics;
  private final ConnectedScopes proxies;

  XdsLog(Metrics metrics, ConnectedScopes proxies) {
    this.metrics = metrics;
    this.proxies = proxies;
  }

  @Override
  public void onConnected(ConnectedProxy proxy) {
    proxies.connected(proxy);
    metrics.proxyConnected();
    LOG.info("connected: {}", proxy);
  }

  @Override
  public void onDisconnected(ConnectedProxy proxy) {
    proxies.disconnected(proxy);
    metrics.proxyDisconnected();
    LOG.info("disconnected: {}", proxy);
  }

  @Override
  public void onPushed(ConnectedProxy proxy, ResourceType type, int count, int bytes) {
    metrics.pushed(type.shortName(), bytes);
    if (LOG.isDebugEnabled()) {
      LOG.debug("pushed {} {} ({} bytes) to {}", count, type.shortName(), bytes, proxy);
    }
  }

  @Override
  public void onAcked(ConnectedProxy proxy, ResourceType type, Duration after) {
    metrics.acked(type.shortName(), after);
  }

  @Override
  public void onNack(ConnectedProxy proxy, Nack nack) {
    metrics.nack(nack.type().shortName());
    LOG.warn("NACK from {}: {}", proxy, nack);
  }

  @Override
  public void onCertificateIssued(ConnectedProxy proxy, Instant notAfter) {
    metrics.workloadCertificate("issued");
    LOG.debug("issued a certificate, valid until {}, to {}", notAfter, proxy);
  }

  @Override
  public void onCertificateSigned(String peer, SpiffeId workload, Instant notAfter) {
    metrics.workloadCertificate("signed");
    LOG.debug("signed a certificate for {} of {} until {}", peer, workload, notAfter);
  }

  @Override
  public void onCertificateFailed(ConnectedProxy proxy, String reason) {
    metrics.workloadCertificate("failed");
    LOG.warn("no certificate for {}: {}; trying again", proxy, reason);
  }

  @Override
  public void onRejected(String peer, RejectReason reason, String message) {
    metrics.xdsRejected(reason.label());
    LOG.warn("refused {}: {}", peer, message);
  }
}
