package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import java.util.Optional;

/** Reads Services and EndpointSlices, of which the API server has checked the types. */
final class BackendReader {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private BackendReader() {}

  static Service service(JsonNode object) {
    var ports =
        object
            .path("spec")
            .path("ports")
            .valueStream()
            .filter(BackendReader::isTcp)
            .map(
                port ->
                    new ServicePort(
                        port.path("name").asText(""),
                        port.path("port").asInt(),
                        text(port.path("appProtocol"))))
            .toList();
    return new Service(key(object, object.path("metadata").path("name").asText()), ports);
  }

  /** Empty if the slice belongs to no Service. */
  static Optional<EndpointSlice> slice(JsonNode object) {
    return text(object.path("metadata").path("labels").path(SERVICE_NAME))
        .map(
            service ->
                new EndpointSlice(
                    key(object, service),
                    object
                        .path("ports")
                        .valueStream()
                        .filter(BackendReader::isTcp)
                        .filter(port -> port.path("port").canConvertToInt())
                        .map(
                            port ->
                                new EndpointSlice.Port(
                                    port.path("name").asText(""), port.path("port").asInt()))
                        .toList(),
                    object.path("endpoints").valueStream().map(BackendReader::endpoint).toList()));
  }

  private static EndpointSlice.Endpoint endpoint(JsonNode endpoint) {
    return new EndpointSlice.Endpoint(
        endpoint.path("addresses").valueStream().map(JsonNode::asText).toList(),
        endpoint.path("conditions").path("ready").asBoolean(true),
        text(endpoint.path("zone")));
  }

  private static boolean isTcp(JsonNode port) {
    return port.path("protocol").asText("TCP").equals("TCP");
  }

  private static ServiceKey key(JsonNode object, String name) {
    return new ServiceKey(object.path("metadata").path("namespace").asText(), name);
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
