package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.policies.objects.ObjectKey;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Against an API server of a few lines. */
class NodeWatchTest {
  private static final long SECONDS = 20;

  @Test
  void tellsWhereNodesStandTheirKubeletsAndNothingElseOfThem() throws Exception {
    var node =
        """
        {"apiVersion": "v1", "kind": "Node",
         "metadata": {"name": "node-1", "resourceVersion": "1", "annotations": {"a": "b"},
          "labels": {"topology.kubernetes.io/region": "eu", "kubernetes.io/os": "linux"}},
         "spec": {"podCIDR": "10.0.0.0/24"},
         "status": {"phase": "Running", "nodeInfo": {"kubeletVersion": "v1.35.4", "bootID": "b"}}}
        """;
    var sink =
        started(200, "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [" + node + "]}");
    var told = sink.objects();
    assertThat(told).containsOnlyKeys(new ObjectKey("Node", "", "node-1"));
    var object = told.values().iterator().next();
    assertThat(object.at("/metadata/labels"))
        .hasToString("{\"topology.kubernetes.io/region\":\"eu\"}");
    assertThat(object.has("spec")).isFalse();
    assertThat(object.path("status"))
        .hasToString("{\"nodeInfo\":{\"kubeletVersion\":\"v1.35.4\"}}");
  }

  @Test
  void whoeverMayNotReadThemGoesOnWithout() throws Exception {
    assertThat(started(403, "{\"kind\": \"Status\", \"code\": 403}").events()).isEmpty();
  }

  @Test
  void nobodyWaitsForAServerThatDoesNotAnswerProperly() throws Exception {
    assertThat(started(500, "{}").events()).isEmpty();
  }

  /** What was told by when it had been tried to read Nodes. */
  private static Recorder started(int status, String list) throws Exception {
    var recorder = new Recorder();
    var server = server(status, list);
    var config =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(config).build();
        var watch = new NodeWatch(new Informers(client, recorder), recorder)) {
      watch.start().get(SECONDS, TimeUnit.SECONDS);
    } finally {
      server.stop(0);
    }
    return recorder;
  }

  private static HttpServer server(int status, String list) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/nodes",
        exchange -> {
          var query = String.valueOf(exchange.getRequestURI().getQuery());
          var body = list.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          if (query.contains("watch=true")) {
            exchange.sendResponseHeaders(500, -1);
          } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return server;
  }
}
