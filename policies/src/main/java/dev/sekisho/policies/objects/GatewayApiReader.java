package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the kinds of {@code gateway.networking.k8s.io} that claim hosts, in whatever version. Never
 * throws: what can't be read is listed in the object.
 */
final class GatewayApiReader {

  private static final Set<String> TLS_PROTOCOLS = Set.of("HTTPS", "TLS");

  private final FieldReader fields = new FieldReader();
  private final ObjectMeta meta;
  private final JsonNode spec;

  private GatewayApiReader(JsonNode object) {
    meta = MetaReader.read(object, fields);
    spec = fields.object(object, "spec", "").orElseGet(JsonNodeFactory.instance::objectNode);
  }

  static KubernetesGateway gateway(JsonNode object) {
    var reader = new GatewayApiReader(object);
    var listeners = new ArrayList<KubernetesGateway.Listener>();
    reader.fields.objects(
        reader.spec,
        "listeners",
        "spec",
        (listener, at) -> reader.listener(listener, at).ifPresent(listeners::add));
    return new KubernetesGateway(reader.meta, listeners, reader.fields.problems());
  }

  private Optional<KubernetesGateway.Listener> listener(JsonNode listener, String at) {
    int problemsBefore = fields.problems().size();
    var hostname = fields.name(listener, "hostname", at);
    if (fields.problems().size() > problemsBefore) {
      return Optional.empty(); // a host that can't be read is not "no host"
    }
    var protocol = fields.text(listener, "protocol", at).orElse("");
    return Optional.of(
        new KubernetesGateway.Listener(
            fields.text(listener, "name", at).orElse(""),
            hostname,
            fields.number(listener, "port", at).orElse(0),
            TLS_PROTOCOLS.contains(protocol),
            at));
  }

  /**
   * @param kind as in an {@link ObjectKey}
   */
  static GatewayRoute route(String kind, JsonNode object) {
    var reader = new GatewayApiReader(object);
    var parents = new ArrayList<GatewayRoute.Parent>();
    reader.fields.objects(
        reader.spec, "parentRefs", "spec", (ref, at) -> parents.add(reader.parent(ref, at)));
    var hostnames = reader.fields.texts(reader.spec, "hostnames", "spec");
    return new GatewayRoute(kind, reader.meta, hostnames, parents, reader.fields.problems());
  }

  private GatewayRoute.Parent parent(JsonNode ref, String at) {
    // An empty group is the core group; one that is absent is the Gateway API's.
    var group = fields.text(ref, "group", at).orElse(KubernetesGateway.GROUP);
    var port = fields.number(ref, "port", at);
    return new GatewayRoute.Parent(
        KindNames.of(group, fields.name(ref, "kind", at).orElse("Gateway")),
        fields.name(ref, "namespace", at),
        fields.text(ref, "name", at).orElse(""),
        fields.name(ref, "sectionName", at),
        port.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        at);
  }
}
