package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The same Services through our translation and through Istio's, whose resources lie in the folder
 * that {@code SEKISHO_CONFORMANCE} names; without it, nothing is compared. Each difference is
 * listed with its reason.
 */
class IstioConformanceTest {
  /** What Istio takes for bytes. */
  private static final String OLD_HTTP = "\"http/1.0\",";

  private static final String VARIABLE = "SEKISHO_CONFORMANCE";
  private static final Path DIFFERENCES =
      Path.of("src", "test", "resources", "istio-differences.txt");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void namesAreIstiosToTheLetter() throws IOException {
    var folder = System.getenv(VARIABLE);
    if (folder == null) {
      System.out.println("not compared with Istio: " + VARIABLE + " isn't set");
    }
    assumeTrue(folder != null, VARIABLE + " isn't set");
    var data = Path.of(folder, "istiod-config");
    var istios = data.resolve("1-plain").resolve("productpage-v1");
    var cluster = IstioCluster.read(data.resolve("inputs")).all();
    var ours =
        SidecarCase.snapshot(cluster, SidecarPorts.DEFAULT, new Audience("default", Egress.ALL));

    var found = new TreeSet<String>();
    found.addAll(
        compare(
            "cluster",
            clusters(istios.resolve("clusters.json")),
            clusters(JSON.readTree(ResourceJson.of(ours, ResourceType.CLUSTER)))));
    found.addAll(
        compare(
            "listener",
            listeners(istios.resolve("listeners.json")),
            listeners(JSON.readTree(ResourceJson.of(ours, ResourceType.LISTENER)))));
    found.addAll(
        compare(
            "route",
            routes(istios.resolve("routes.json")),
            routes(JSON.readTree(ResourceJson.of(ours, ResourceType.ROUTE)))));

    assertThat(found).containsExactlyInAnyOrderElementsOf(expected());
  }

  /** Clusters and routes recorded there follow from more than Services. */
  @Test
  void listenersThatKeepToServicesAreIstiosToo() throws IOException {
    assumeTrue(System.getenv(VARIABLE) != null, VARIABLE + " isn't set");
    var data = Path.of(System.getenv(VARIABLE), "istiod-config");
    var istios = data.resolve("5-registry-only").resolve("productpage-v1");
    var egress =
        new Egress(
            OutboundTrafficPolicy.REGISTRY_ONLY, Optional.of(new TreeSet<>(Set.of("default"))));
    var ours =
        SidecarCase.snapshot(
            IstioCluster.read(data.resolve("inputs")).all(),
            SidecarPorts.DEFAULT,
            new Audience("default", egress));

    assertThat(
            compare(
                "listener",
                listeners(istios.resolve("listeners.json")),
                listeners(JSON.readTree(ResourceJson.of(ours, ResourceType.LISTENER)))))
        .containsExactly("+ " + OLD_HTTP, "~ listener 10.96.160.41_8888");
  }

  private static List<String> expected() throws IOException {
    return Files.readAllLines(DIFFERENCES).stream().filter(line -> !line.startsWith("#")).toList();
  }

  private static Set<String> compare(
      String what, Map<String, String> istios, Map<String, String> ours) {
    var differences = new TreeSet<String>();
    for (var name : union(istios.keySet(), ours.keySet())) {
      if (isInbound(name)) {
        continue;
      }
      if (!ours.containsKey(name)) {
        differences.add("- " + what + " " + name);
      } else if (!istios.containsKey(name)) {
        differences.add("+ " + what + " " + name);
      } else if (istios.get(name).equals(ours.get(name).replace(OLD_HTTP, ""))) {
        if (ours.get(name).contains(OLD_HTTP)) {
          differences.add("+ " + OLD_HTTP);
        }
      } else {
        differences.add("~ " + what + " " + name);
        System.out.printf("%s: Istio's %s%n  ours %s%n", name, istios.get(name), ours.get(name));
      }
    }
    return differences;
  }

  /** Those are compared by {@link InboundConformanceTest}. */
  private static boolean isInbound(String name) {
    return name.startsWith("inbound|") || name.equals("virtualInbound");
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    var all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Map<String, String> clusters(Path file) throws IOException {
    return clusters(JSON.readTree(file.toFile()));
  }

  /** By name: how endpoints are found and chosen, the name in statistics, TLS by name and SNI. */
  private static Map<String, String> clusters(JsonNode resources) {
    var shapes = new HashMap<String, String>();
    for (var cluster : resources) {
      var sockets = new ArrayList<String>();
      for (var match : cluster.path("transport_socket_matches")) {
        sockets.add(
            match.path("name").asText()
                + match.path("match")
                + match.at("/transport_socket/typed_config/sni").asText());
      }
      shapes.put(
          cluster.path("name").asText(),
          String.join(
              " ",
              cluster.path("type").asText("STATIC"),
              cluster.path("lb_policy").asText("ROUND_ROBIN"),
              cluster.path("alt_stat_name").asText(),
              cluster.at("/eds_cluster_config/service_name").asText(),
              cluster.path("connect_timeout").asText(),
              cluster.path("circuit_breakers").toString(),
              cluster.path("metadata").toString(),
              sockets.toString()));
    }
    return shapes;
  }

  private static Map<String, String> listeners(Path file) throws IOException {
    return listeners(JSON.readTree(file.toFile()));
  }

  /** By name: where it listens, and each chain's name, match and destination. */
  private static Map<String, String> listeners(JsonNode resources) {
    var shapes = new HashMap<String, String>();
    for (var listener : resources) {
      var chains = new ArrayList<String>();
      listener.path("filter_chains").forEach(chain -> chains.add(chain(chain)));
      shapes.put(
          listener.path("name").asText(),
          String.join(
              " ",
              listener.at("/address/socket_address").toString(),
              listener.path("bind_to_port").toString(),
              listener.path("use_original_dst").toString(),
              listener.path("traffic_direction").toString(),
              chains.toString(),
              chain(listener.path("default_filter_chain"))));
    }
    return shapes;
  }

  private static String chain(JsonNode chain) {
    var match = chain.path("filter_chain_match");
    var shape = new StringBuilder(chain.path("name").asText()).append(' ');
    shape.append(sorted(match));
    for (var filter : chain.path("filters")) {
      var name = filter.path("name").asText();
      if (!name.startsWith("istio.")) {
        shape
            .append(' ')
            .append(name)
            .append(filter.at("/typed_config/stat_prefix").asText())
            .append(filter.at("/typed_config/cluster").asText())
            .append(filter.at("/typed_config/rds/route_config_name").asText());
      }
    }
    return shape.toString();
  }

  private static Map<String, String> sorted(JsonNode object) {
    var fields = new TreeMap<String, String>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
    return fields;
  }

  private static Map<String, String> routes(Path file) throws IOException {
    return routes(JSON.readTree(file.toFile()));
  }

  /** By name: each virtual host with its domains and where its requests go. */
  private static Map<String, String> routes(JsonNode resources) {
    var shapes = new HashMap<String, String>();
    for (var configuration : resources) {
      var hosts = new TreeSet<String>();
      for (var host : configuration.path("virtual_hosts")) {
        var domains = new TreeSet<String>();
        host.path("domains").forEach(domain -> domains.add(domain.asText()));
        var route = host.at("/routes/0");
        hosts.add(
            String.join(
                " ",
                host.path("name").asText(),
                domains.toString(),
                route.path("name").asText(),
                route.path("decorator").toString(),
                route.at("/route/cluster").asText(),
                route.at("/route/timeout").asText(),
                route.at("/route/retry_policy/retry_on").asText()));
      }
      shapes.put(
          configuration.path("name").asText(),
          configuration.path("ignore_port_in_host_matching") + " " + hosts);
    }
    return shapes;
  }
}
