package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointState;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.ServiceTrait;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads Services, EndpointSlices and Nodes, of which the API server has checked the types. */
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
    return new Service(
        key(object, object.path("metadata").path("name").asText()),
        ports,
        vips(object.path("spec")),
        traits(object.path("spec")),
        isAlias(object.path("spec"))
            ? text(object.path("spec").path("externalName"))
            : Optional.empty());
  }

  private static boolean isAlias(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  private static Set<ServiceTrait> traits(JsonNode spec) {
    var traits = EnumSet.noneOf(ServiceTrait.class);
    if (!isAlias(spec) && spec.path("clusterIP").asText().equals("None")) {
      traits.add(ServiceTrait.HEADLESS);
    }
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      traits.add(ServiceTrait.CLIENT_AFFINITY);
    }
    if (spec.path("internalTrafficPolicy").asText().equals("Local")) {
      traits.add(ServiceTrait.LOCAL_TRAFFIC);
    }
    if (spec.path("ipFamilies").valueStream().anyMatch(family -> family.asText().equals("IPv6"))) {
      traits.add(ServiceTrait.IPV6);
    }
    return traits;
  }

  /** None of a headless Service, and of one that names another host. */
  private static List<String> vips(JsonNode spec) {
    if (isAlias(spec)) {
      return List.of();
    }
    return Stream.concat(Stream.of(spec.path("clusterIP")), spec.path("clusterIPs").valueStream())
        .flatMap(ip -> text(ip).stream())
        .filter(ip -> !ip.isEmpty() && !ip.equals("None"))
        .distinct()
        .toList();
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
                    object
                        .path("endpoints")
                        .valueStream()
                        .map(endpoint -> endpoint(endpoint, namespace(object)))
                        .toList()));
  }

  /** Of a Node. */
  static NodeLocality locality(JsonNode object) {
    return NodeLocality.ofLabels(MetaReader.read(object).labels());
  }

  private static EndpointSlice.Endpoint endpoint(JsonNode endpoint, String namespace) {
    return new EndpointSlice.Endpoint(
        endpoint.path("addresses").valueStream().map(JsonNode::asText).toList(),
        state(endpoint.path("conditions")),
        text(endpoint.path("zone")),
        pod(endpoint.path("targetRef"), namespace),
        text(endpoint.path("nodeName")));
  }

  /** The absent condition "ready" counts as true, the others as false. */
  private static EndpointState state(JsonNode conditions) {
    return EndpointState.of(
        conditions.path("ready").asBoolean(true),
        conditions.path("serving").asBoolean(),
        conditions.path("terminating").asBoolean());
  }

  /** Not one of another namespace: its name would be taken for one of this. */
  private static Optional<String> pod(JsonNode target, String namespace) {
    return text(target.path("kind"))
        .filter("Pod"::equals)
        .filter(kind -> target.path("namespace").asText(namespace).equals(namespace))
        .flatMap(kind -> text(target.path("name")));
  }

  private static boolean isTcp(JsonNode port) {
    return port.path("protocol").asText("TCP").equals("TCP");
  }

  private static ServiceKey key(JsonNode object, String name) {
    return new ServiceKey(namespace(object), name);
  }

  private static String namespace(JsonNode object) {
    return object.path("metadata").path("namespace").asText();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
