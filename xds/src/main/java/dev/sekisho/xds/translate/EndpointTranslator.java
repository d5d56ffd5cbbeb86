package dev.sekisho.xds.translate;

import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.UpstreamEndpoint;
import dev.sekisho.xds.model.UpstreamPeer;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The endpoints of clusters, by locality. */
public final class EndpointTranslator {
  private static final UInt32Value ONE = UInt32Value.of(1);

  /** One for each cluster, empty ones too: Envoy waits for it. */
  public ClusterLoadAssignment translate(ClusterRef cluster, List<UpstreamEndpoint> all) {
    var byLocality =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    UpstreamEndpoint::locality, TreeMap::new, Collectors.toList()));
    var assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(ResourceNames.cluster(cluster));
    byLocality.forEach((where, endpoints) -> assignment.addEndpoints(locality(where, endpoints)));
    return assignment.build();
  }

  private static LocalityLbEndpoints locality(
      NodeLocality where, List<UpstreamEndpoint> endpoints) {
    var locality =
        LocalityLbEndpoints.newBuilder().setLoadBalancingWeight(UInt32Value.of(endpoints.size()));
    if (!where.equals(NodeLocality.UNKNOWN)) {
      locality.setLocality(
          Locality.newBuilder()
              .setRegion(where.region())
              .setZone(where.zone())
              .setSubZone(where.subzone()));
    }
    endpoints.forEach(endpoint -> locality.addLbEndpoints(endpoint(endpoint)));
    return locality.build();
  }

  private static LbEndpoint endpoint(UpstreamEndpoint endpoint) {
    var socket =
        SocketAddress.newBuilder().setAddress(endpoint.address()).setPortValue(endpoint.port());
    var translated =
        LbEndpoint.newBuilder()
            .setEndpoint(
                Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(socket)))
            .setHealthStatus(endpoint.draining() ? HealthStatus.DRAINING : HealthStatus.HEALTHY)
            .setLoadBalancingWeight(ONE);
    if (!endpoint.peer().equals(UpstreamPeer.UNKNOWN)) {
      translated.setMetadata(metadata(endpoint.peer()));
    }
    return translated.build();
  }

  private static Metadata metadata(UpstreamPeer peer) {
    var metadata = Metadata.newBuilder();
    if (peer.takesMtls()) {
      // What transport_socket_matches of clusters are compared with.
      metadata.putFilterMetadata("envoy.transport_socket_match", TlsModes.ISTIO);
    }
    if (!peer.workload().isEmpty()) {
      metadata.putFilterMetadata(
          "istio",
          Struct.newBuilder()
              .putFields("workload", Value.newBuilder().setStringValue(peer.workload()).build())
              .build());
    }
    return metadata.build();
  }
}
