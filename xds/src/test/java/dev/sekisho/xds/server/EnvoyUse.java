package dev.sekisho.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.xds.resources.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What an Envoy uses of {@link EnvoyResources}, and what it counts. */
final class EnvoyUse {
  private EnvoyUse() {}

  /** By type and name what tells the contents apart. */
  static Map<ResourceType, Map<String, String>> of(JsonNode dump) {
    var all = new EnumMap<ResourceType, Map<String, String>>(ResourceType.class);
    all.put(
        ResourceType.CLUSTER,
        each(
            dump,
            "dynamic_active_clusters",
            "/cluster/name",
            c -> c.at("/cluster/connect_timeout").asText()));
    all.put(
        ResourceType.ENDPOINT,
        each(
            dump,
            "dynamic_endpoint_configs",
            "/endpoint_config/cluster_name",
            e ->
                e.at("/endpoint_config/endpoints/0/lb_endpoints/0/endpoint/address/socket_address")
                    .path("port_value")
                    .asText()));
    all.put(
        ResourceType.LISTENER,
        each(
            dump,
            "dynamic_listeners",
            "/active_state/listener/name",
            l ->
                l.at("/active_state/listener/filter_chains/0/filters/0/typed_config/server_name")
                    .asText()));
    all.put(
        ResourceType.ROUTE,
        each(
            dump,
            "dynamic_route_configs",
            "/route_config/name",
            r -> r.at("/route_config/virtual_hosts/0/name").asText()));
    all.put(
        ResourceType.SECRET,
        each(
            dump,
            "dynamic_active_secrets",
            "/name",
            s -> fingerprint(text(s.at("/secret/tls_certificate/certificate_chain")))));
    return all;
  }

  private static Map<String, String> each(
      JsonNode dump, String field, String name, Function<JsonNode, String> content) {
    var all = new TreeMap<String, String>();
    for (var config : dump.path("configs")) {
      for (var each : config.path(field)) {
        // A listener that is only warming, or was refused, is in no active state.
        if (!each.at(name).isMissingNode()) {
          all.put(each.at(name).asText(), content.apply(each));
        }
      }
    }
    return all;
  }

  /** Short, for messages. */
  static String fingerprint(String certificate) {
    return Integer.toHexString(certificate.hashCode());
  }

  private static String text(JsonNode source) {
    return source.has("inline_bytes")
        ? new String(
            Base64.getDecoder().decode(source.path("inline_bytes").asText()),
            StandardCharsets.UTF_8)
        : source.path("inline_string").asText();
  }

  /** How often it has taken a response for the resource of that name, or for all of the type. */
  static long taken(EnvoyProcess envoy, ResourceType type, String name) {
    return envoy.statsEndingWith(counters(type, name) + ".update_success");
  }

  /** How often it has refused one. */
  static long refused(EnvoyProcess envoy, ResourceType type, String name) {
    return envoy.statsEndingWith(counters(type, name) + ".update_rejected");
  }

  private static String counters(ResourceType type, String name) {
    return switch (type) {
      case CLUSTER -> "cluster_manager.cds";
      case ENDPOINT -> "cluster." + name;
      case SECRET -> "sds." + name;
      case LISTENER -> "listener_manager.lds";
      case ROUTE -> "http." + name + ".rds." + name;
    };
  }
}
