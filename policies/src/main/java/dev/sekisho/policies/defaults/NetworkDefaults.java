package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.flag;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Defaults of Services and what belongs to them. */
final class NetworkDefaults {

  private static final String TCP = "TCP";
  private static final String PROTOCOL = "protocol";

  private NetworkDefaults() {}

  static void fill(String kind, ObjectNode object) {
    switch (kind) {
      case "Service" -> object(object, "spec").ifPresent(NetworkDefaults::service);
      case "Endpoints" ->
          each(
              object,
              "subsets",
              subset -> each(subset, "ports", port -> text(port, PROTOCOL, TCP)));
      case "NetworkPolicy" -> object(object, "spec").ifPresent(NetworkDefaults::networkPolicy);
      case "IngressClass" ->
          object(object, "spec")
              .flatMap(spec -> object(spec, "parameters"))
              .ifPresent(parameters -> text(parameters, "scope", "Cluster"));
      default -> {
        // No defaults.
      }
    }
  }

  private static void service(ObjectNode spec) {
    text(spec, "type", "ClusterIP");
    text(spec, "sessionAffinity", "None");
    String type = spec.path("type").asText();
    each(
        spec,
        "ports",
        port -> {
          text(port, PROTOCOL, TCP);
          if (Fields.absent(port, "targetPort") && port.hasNonNull("port")) {
            port.set("targetPort", port.get("port"));
          }
        });
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      Fields.orNew(spec, "sessionAffinityConfig")
          .flatMap(config -> Fields.orNew(config, "clientIP"))
          .ifPresent(client -> Fields.number(client, "timeoutSeconds", 10_800));
    }
    if (List.of("ClusterIP", "NodePort", "LoadBalancer").contains(type)) {
      text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (List.of("NodePort", "LoadBalancer").contains(type)) {
      text(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      flag(spec, "allocateLoadBalancerNodePorts", true);
    }
  }

  private static void networkPolicy(ObjectNode spec) {
    for (String direction : List.of("ingress", "egress")) {
      each(spec, direction, rule -> each(rule, "ports", port -> text(port, PROTOCOL, TCP)));
    }
    if (spec.path("policyTypes").isEmpty()) {
      var types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }
}
