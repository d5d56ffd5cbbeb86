package dev.sekisho.controlplane.debug;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The endpoints in a {@code config_dump}, a line each. */
public final class EndpointPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EndpointPage() {}

  /**
   * By cluster and address.
   *
   * @param configDump as {@link ProxyPages#configDump} gives it
   */
  public static ArrayNode of(String configDump) {
    var all = JsonNodeFactory.instance.arrayNode();
    read(configDump)
        .path("configs")
        .valueStream()
        .flatMap(config -> config.path("dynamic_endpoint_configs").valueStream())
        .map(config -> config.path("endpoint_config"))
        .forEach(
            assignment ->
                assignment
                    .path("endpoints")
                    .valueStream()
                    .forEach(locality -> add(assignment, locality, all)));
    return all;
  }

  private static void add(JsonNode assignment, JsonNode locality, ArrayNode all) {
    for (var endpoint : locality.path("lb_endpoints")) {
      var socket = endpoint.at("/endpoint/address/socket_address");
      var one = all.addObject();
      one.put("cluster", assignment.path("cluster_name").asText());
      one.put("address", socket.path("address").asText() + ":" + socket.path("port_value").asInt());
      one.put("health", endpoint.path("health_status").asText("UNKNOWN"));
      one.put(
          "mtls",
          endpoint
              .path("metadata")
              .path("filter_metadata")
              .path("envoy.transport_socket_match")
              .path("tlsMode")
              .asText()
              .equals("istio"));
      one.put("zone", locality.at("/locality/zone").asText());
    }
  }

  private static JsonNode read(String configDump) {
    try {
      return JSON.readTree(configDump);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no dump", e);
    }
  }
}
