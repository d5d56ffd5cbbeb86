package dev.sekisho.xds.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What there is to compare of resources: by what tells a thing from others (a chain's name and
 * match, a cluster's name), its aspects.
 */
record InboundShapes(SortedMap<String, Map<String, String>> things) {
  private static final String CATCH_ALL = "chain virtualInbound";

  /** Of {@code virtualInbound}, the other listeners are left out. */
  static InboundShapes ofListeners(JsonNode listeners) {
    var things = new TreeMap<String, Map<String, String>>();
    for (var listener : listeners) {
      if (listener.path("name").asText().equals("virtualInbound")) {
        things.put("listener virtualInbound", listener(listener));
        listener
            .path("filter_chains")
            .forEach(
                chain ->
                    things.put(
                        "chain %s %s"
                            .formatted(
                                chain.path("name").asText(),
                                sorted(chain.path("filter_chain_match"))),
                        chain(chain)));
      }
    }
    return new InboundShapes(things);
  }

  /** Of {@code inbound|…}, the other clusters are left out. */
  static InboundShapes ofClusters(JsonNode clusters) {
    var things = new TreeMap<String, Map<String, String>>();
    for (var cluster : clusters) {
      var name = cluster.path("name").asText();
      if (name.startsWith("inbound|")) {
        var aspects = new LinkedHashMap<String, String>();
        cluster
            .properties()
            .forEach(field -> aspects.put("cluster." + field.getKey(), sorted(field.getValue())));
        things.put("cluster " + name, aspects);
      }
    }
    return new InboundShapes(things);
  }

  boolean hasCatchAll() {
    return things.keySet().stream().anyMatch(thing -> thing.startsWith(CATCH_ALL));
  }

  InboundShapes ofOwnPorts() {
    var own = new TreeMap<>(things);
    own.keySet().removeIf(thing -> thing.startsWith(CATCH_ALL));
    return new InboundShapes(own);
  }

  /**
   * How ours differ from these: "-" has no counterpart with us, "+" none here, "~" has another
   * aspect. An aspect that differs in the same way everywhere is one difference.
   */
  List<String> differences(InboundShapes ours) {
    var differences = new ArrayList<String>();
    for (var thing : union(things.keySet(), ours.things.keySet())) {
      if (!ours.things.containsKey(thing)) {
        differences.add("- " + thing);
      } else if (!things.containsKey(thing)) {
        differences.add("+ " + thing);
      } else {
        differences.addAll(aspects(things.get(thing), ours.things.get(thing)));
      }
    }
    return differences;
  }

  private static List<String> aspects(Map<String, String> istios, Map<String, String> ours) {
    var differences = new ArrayList<String>();
    for (var aspect : union(istios.keySet(), ours.keySet())) {
      var theirs = said(aspect, istios);
      var mine = said(aspect, ours);
      if (!theirs.equals(mine)) {
        differences.add("~ %s: %s | %s".formatted(aspect, theirs, mine).strip());
      }
    }
    return differences;
  }

  /** Empty options are the default ones, but empty rules let nobody in. */
  private static String said(String aspect, Map<String, String> aspects) {
    var value = aspects.getOrDefault(aspect, "");
    return value.equals("{}") && !aspect.endsWith(".rules") ? "" : value;
  }

  private static Set<String> union(Iterable<String> some, Iterable<String> others) {
    var all = new TreeSet<String>();
    some.forEach(all::add);
    others.forEach(all::add);
    return all;
  }

  private static Map<String, String> listener(JsonNode listener) {
    var aspects = new LinkedHashMap<String, String>();
    listener
        .properties()
        .forEach(field -> aspects.put("listener." + field.getKey(), sorted(field.getValue())));
    aspects.remove("listener.filter_chains");
    aspects.put("listener.access_log", sorted(listener.at("/access_log/0/filter")));
    return aspects;
  }

  private static Map<String, String> chain(JsonNode chain) {
    var aspects = new LinkedHashMap<String, String>();
    tls(chain.at("/transport_socket/typed_config"), aspects);
    var names = new ArrayList<String>();
    for (var filter : chain.path("filters")) {
      var name = filter.path("name").asText();
      if (!name.startsWith("istio.")) {
        names.add(name);
        filter(name, filter.path("typed_config"), aspects);
      }
    }
    aspects.put("chain.filters", names.toString());
    return aspects;
  }

  private static void tls(JsonNode context, Map<String, String> aspects) {
    var common = context.path("common_tls_context");
    aspects.put("tls.require_client_certificate", context.path("require_client_certificate") + "");
    aspects.put("tls.alpn", common.path("alpn_protocols").toString());
    var trusted = common.path("combined_validation_context");
    var names = trusted.path("default_validation_context");
    aspects.put(
        "tls.names",
        names.path("match_subject_alt_names").findValuesAsText("prefix").toString()
            + names.path("match_typed_subject_alt_names").findValuesAsText("prefix"));
    aspects.put("tls.roots", trusted.at("/validation_context_sds_secret_config/name").asText());
    aspects.put(
        "tls.certificate", common.at("/tls_certificate_sds_secret_configs/0/name").asText());
    aspects.put("tls.parameters", sorted(common.path("tls_params")));
  }

  private static void filter(String name, JsonNode config, Map<String, String> aspects) {
    config
        .properties()
        .forEach(field -> aspects.put(name + "." + field.getKey(), sorted(field.getValue())));
    aspects.put(name + ".access_log", config.path("access_log").size() + " logs");
    aspects.remove(name + ".http_filters");
    aspects.computeIfPresent(name + ".tracing", (_, _) -> "some");
    var names = new ArrayList<String>();
    for (var filter : config.path("http_filters")) {
      var httpName = filter.path("name").asText();
      if (!httpName.startsWith("istio.")) {
        names.add(httpName);
        aspects.put(httpName + ".rules", sorted(filter.at("/typed_config/rules")));
      }
    }
    aspects.put(name + ".http_filters", names.toString());
  }

  /** With the fields of all objects in order. */
  private static String sorted(JsonNode node) {
    if (node.isObject()) {
      var fields = new TreeMap<String, String>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return fields.toString();
    }
    if (node.isArray()) {
      var elements = new ArrayList<String>();
      node.forEach(element -> elements.add(sorted(element)));
      return elements.toString();
    }
    return node.toString();
  }
}
