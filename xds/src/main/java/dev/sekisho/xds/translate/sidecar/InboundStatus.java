package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import dev.sekisho.xds.translate.ClusterTranslator;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import java.util.List;

/**
 * What a sidecar says of itself, the same for all: {@code /healthz/ready} and {@code
 * /stats/prometheus}, out of what its admin port answers. Nothing else of that port is reachable
 * from outside the Pod, no other method, and no query.
 */
public final class InboundStatus {
  private static final String ADMIN = "envoy-admin";
  private static final String HEALTH = "health";
  private static final String METRICS = "metrics";

  private InboundStatus() {}

  /** On IPv4 addresses. */
  public static InboundResources translate(StatusPorts ports) {
    return translate(ports, IpFamilies.IPV4);
  }

  public static InboundResources translate(StatusPorts ports, IpFamilies families) {
    var cluster =
        Cluster.newBuilder()
            .setName(ADMIN)
            .setType(DiscoveryType.STATIC)
            .setConnectTimeout(ClusterTranslator.CONNECT_TIMEOUT)
            .setLoadAssignment(StatusListeners.endpoint(ADMIN, "127.0.0.1", ports.admin()))
            .build();
    var health =
        StatusListeners.listener(
            HEALTH,
            families,
            ports.health(),
            List.of(),
            List.of(StatusListeners.route("/healthz/ready", ADMIN, "/ready").build()));
    var metrics =
        StatusListeners.listener(
            METRICS,
            families,
            ports.metrics(),
            List.of(),
            List.of(
                StatusListeners.route("/stats/prometheus", ADMIN, "/stats/prometheus").build()));
    return new InboundResources(
        List.of(encode(ADMIN, cluster)), List.of(encode(HEALTH, health), encode(METRICS, metrics)));
  }
}
