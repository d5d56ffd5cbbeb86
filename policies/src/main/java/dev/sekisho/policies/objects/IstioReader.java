package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the kinds of {@code networking.istio.io} that claim hosts, in whatever version. Never
 * throws: what can't be read is listed in the object.
 */
final class IstioReader {

  private static final Set<String> TLS_PROTOCOLS = Set.of("HTTPS", "TLS");

  private final FieldReader fields = new FieldReader();
  private final ObjectMeta meta;
  private final JsonNode spec;

  private IstioReader(JsonNode object) {
    meta = MetaReader.read(object, fields);
    spec = fields.object(object, "spec", "").orElseGet(JsonNodeFactory.instance::objectNode);
  }

  static IstioGateway gateway(JsonNode object) {
    var reader = new IstioReader(object);
    var servers = new ArrayList<IstioGateway.Server>();
    reader.fields.objects(
        reader.spec, "servers", "spec", (server, at) -> servers.add(reader.server(server, at)));
    var selector = reader.fields.textMap(reader.spec, "selector", "spec");
    return new IstioGateway(reader.meta, selector, servers, reader.fields.problems());
  }

  private IstioGateway.Server server(JsonNode server, String at) {
    var hosts = new ArrayList<IstioGateway.Host>();
    fields.texts(
        server, "hosts", at, (host, where) -> hosts.add(IstioGateway.Host.read(host, where)));
    var protocol =
        fields
            .object(server, "port", at)
            .flatMap(port -> fields.text(port, "protocol", at + ".port"))
            .orElse("");
    return new IstioGateway.Server(
        hosts, TLS_PROTOCOLS.contains(protocol.toUpperCase(Locale.ROOT)), at);
  }

  static VirtualService virtualService(JsonNode object) {
    var reader = new IstioReader(object);
    return new VirtualService(
        reader.meta, reader.texts("hosts"), reader.texts("gateways"), reader.fields.problems());
  }

  static ServiceEntry serviceEntry(JsonNode object) {
    var reader = new IstioReader(object);
    return new ServiceEntry(reader.meta, reader.texts("hosts"), reader.fields.problems());
  }

  private List<String> texts(String name) {
    return fields.texts(spec, name, "spec");
  }
}
