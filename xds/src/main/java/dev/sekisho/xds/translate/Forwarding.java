package dev.sekisho.xds.translate;

import com.google.protobuf.Duration;
import dev.sekisho.xds.model.ClusterRef;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.RouteAction;

/** What is done with a request that goes to a Service. */
public final class Forwarding {
  private Forwarding() {}

  /** Sends it there, with the retries that every route has. */
  public static RouteAction to(ClusterRef cluster) {
    return RouteAction.newBuilder()
        .setCluster(ResourceNames.cluster(cluster))
        // 0: none. Envoy's own default of 15 s would cut long downloads.
        .setTimeout(Duration.getDefaultInstance())
        .setRetryPolicy(RetryPolicies.standard())
        .build();
  }

  /** Names the operation in traces. */
  public static Decorator decorator(ClusterRef cluster) {
    var fqdn = cluster.service().fqdn(ResourceNames.CLUSTER_DOMAIN);
    return Decorator.newBuilder().setOperation("%s:%d/*".formatted(fqdn, cluster.port())).build();
  }
}
