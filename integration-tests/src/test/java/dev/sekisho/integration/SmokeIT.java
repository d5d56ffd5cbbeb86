package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The neighbours themselves: without these, no other test says anything. */
@KubernetesTest
class SmokeIT {
  @Test
  void apiServerTakesObjectsFromKubectl(Cluster cluster) {
    var namespace = cluster.freshNamespace("smoke", "team: \"a\"");

    var found = cluster.read("/api/v1/namespaces/" + namespace);

    assertThat(found.at("/metadata/annotations/team").asText()).isEqualTo("a");
  }

  @Test
  void apiServerTakesAnEndpointOnThisMachine(Cluster cluster) {
    var namespace = cluster.freshNamespace("smoke", "");
    try (var upstream = Upstream.start("web")) {
      cluster.apply(Manifests.service(namespace, "web", upstream));

      var slices = "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices/web-1";
      assertThat(cluster.read(slices).at("/endpoints/0/addresses/0").asText())
          .isEqualTo(upstream.address());
    }
  }

  @Test
  void envoyRoutesToAnUpstream() {
    var gateway = GatewayPorts.free();
    var admin = Ports.free();
    try (var upstream = Upstream.start("web")) {
      var bootstrap = staticBootstrap(admin, gateway.http(), upstream);
      try (var envoy =
          EnvoyProcess.start("envoy", Tools.logs("SmokeIT"), bootstrap, admin, gateway)) {
        envoy.awaitReply("web.example", 200, "web", Duration.ofSeconds(5));

        assertThat(envoy.stat("http.smoke.downstream_rq_total")).isPositive();
      }
    }
  }

  private static String staticBootstrap(int admin, int http, Upstream upstream) {
    return """
    {"admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}},
     "static_resources": {
      "listeners": [{"name": "http",
       "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}},
       "filter_chains": [{"filters": [{"name": "http", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "smoke",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"],
         "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "web"}}]}]},
        "http_filters": [{"name": "router", "typed_config": {
         "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}],
      "clusters": [{"name": "web", "load_assignment": {"cluster_name": "web", "endpoints": [
       {"lb_endpoints": [{"endpoint": {"address": {"socket_address":
        {"address": "%s", "port_value": %d}}}}]}]}}]}}
    """
        .formatted(admin, http, upstream.address(), upstream.port());
  }
}
