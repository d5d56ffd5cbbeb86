package dev.sekisho.xds.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointState;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.TlsCertificate;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.WorkloadName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the objects of a golden case. Whatever it doesn't understand fails the test. */
final class GoldenManifest {
  private final List<Ingress> ingresses = new ArrayList<>();
  private final Map<ServiceKey, Service> services = new HashMap<>();
  private final Map<ServiceKey, List<EndpointSlice>> slices = new HashMap<>();
  private final Map<SecretKey, TlsCertificate> certificates = new HashMap<>();
  private final Map<PodName, MeshPod> pods = new HashMap<>();
  private final Map<String, NodeLocality> nodes = new HashMap<>();

  private GoldenManifest() {}

  static GatewayInput read(String yaml, String revision) {
    var golden = read(yaml);
    return new GatewayInput(
        golden.ingresses,
        golden.services,
        golden.slices,
        golden.pods,
        golden.certificates,
        Map.of(),
        revision);
  }

  static MeshChange readMesh(String yaml) {
    var golden = read(yaml);
    return new MeshChange(
        present(golden.services),
        Map.copyOf(golden.slices),
        present(golden.pods),
        present(golden.nodes),
        Map.of());
  }

  private static <K, V> Map<K, Optional<V>> present(Map<K, V> all) {
    return all.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Optional.of(entry.getValue())));
  }

  private static GoldenManifest read(String yaml) {
    var manifest = ManifestReader.read(yaml);
    if (!manifest.problems().isEmpty()) {
      throw new IllegalArgumentException(manifest.problems().toString());
    }
    var golden = new GoldenManifest();
    for (var document : manifest.documents()) {
      golden.take(document.kind(), document.object());
    }
    return golden;
  }

  private void take(String kind, JsonNode object) {
    var namespace = object.at("/metadata/namespace").asText();
    var name = object.at("/metadata/name").asText();
    switch (kind) {
      case "Ingress" -> ingresses.add(ingress(object));
      case "Service" -> service(new ServiceKey(namespace, name), object);
      case "EndpointSlice" -> slice(namespace, object);
      case "Pod" ->
          pods.put(new PodName(namespace, name), pod(new PodName(namespace, name), object));
      case "Node" -> nodes.put(name, NodeLocality.ofLabels(labels(object)));
      case "Secret" ->
          certificates.put(
              new SecretKey(namespace, name), GoldenCertificates.of(namespace + "/" + name));
      default -> throw new IllegalArgumentException("unknown kind " + kind);
    }
  }

  private static Map<String, String> labels(JsonNode object) {
    var labels = new HashMap<String, String>();
    object
        .at("/metadata/labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  private static MeshPod pod(PodName name, JsonNode object) {
    var labels = labels(object);
    return MeshPod.of(
        object.at("/spec/serviceAccountName").asText("default"),
        labels,
        WorkloadName.of(name, Optional.empty(), labels));
  }

  private static Ingress ingress(JsonNode object) {
    var ingress = IngressReader.read(object);
    if (!ingress.unreadable().isEmpty()) {
      throw new IllegalArgumentException(ingress.key() + ": " + ingress.unreadable());
    }
    return ingress;
  }

  private void service(ServiceKey key, JsonNode object) {
    var ports =
        elements(object.at("/spec/ports")).stream()
            .map(
                port ->
                    new ServicePort(
                        port.path("name").asText(""),
                        port.path("port").asInt(),
                        text(port.path("appProtocol"))))
            .toList();
    var spec = object.path("spec");
    services.put(
        key, new Service(key, ports, vips(spec), traits(spec), text(spec.path("externalName"))));
  }

  private static Set<ServiceTrait> traits(JsonNode spec) {
    var traits = EnumSet.noneOf(ServiceTrait.class);
    if (spec.path("clusterIP").asText().equals("None")) {
      traits.add(ServiceTrait.HEADLESS);
    }
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      traits.add(ServiceTrait.CLIENT_AFFINITY);
    }
    if (spec.path("internalTrafficPolicy").asText().equals("Local")) {
      traits.add(ServiceTrait.LOCAL_TRAFFIC);
    }
    if (elements(spec.path("ipFamilies")).stream().anyMatch(each -> each.asText().equals("IPv6"))) {
      traits.add(ServiceTrait.IPV6);
    }
    return traits;
  }

  private static List<String> vips(JsonNode spec) {
    return Stream.concat(
            Stream.of(spec.path("clusterIP")), elements(spec.path("clusterIPs")).stream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(ip -> !ip.equals("None"))
        .distinct()
        .toList();
  }

  private void slice(String namespace, JsonNode object) {
    var key =
        new ServiceKey(
            namespace, object.at("/metadata/labels").path("kubernetes.io/service-name").asText());
    var ports =
        elements(object.path("ports")).stream()
            .map(
                port ->
                    new EndpointSlice.Port(port.path("name").asText(""), port.path("port").asInt()))
            .toList();
    var endpoints =
        elements(object.path("endpoints")).stream().map(GoldenManifest::endpoint).toList();
    slices
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(new EndpointSlice(key, ports, endpoints));
  }

  private static EndpointSlice.Endpoint endpoint(JsonNode endpoint) {
    return new EndpointSlice.Endpoint(
        elements(endpoint.path("addresses")).stream().map(JsonNode::asText).toList(),
        state(endpoint.path("conditions")),
        text(endpoint.path("zone")),
        text(endpoint.at("/targetRef/name")),
        text(endpoint.path("nodeName")));
  }

  private static EndpointState state(JsonNode conditions) {
    return EndpointState.of(
        conditions.path("ready").asBoolean(true),
        conditions.path("serving").asBoolean(),
        conditions.path("terminating").asBoolean());
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
