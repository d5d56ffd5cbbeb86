package dev.sekisho.xds.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The cluster whose resources were recorded: its EndpointSlices weren't, but follow from Services,
 * Pods and Nodes.
 *
 * @param zones of the Nodes, by name
 */
record IstioCluster(
    String yaml,
    List<? extends JsonNode> services,
    List<? extends JsonNode> pods,
    Map<String, String> zones) {

  static IstioCluster read(Path inputs) throws IOException {
    var services = Files.readString(inputs.resolve("services.yaml"));
    var pods = Files.readString(inputs.resolve("pods.yaml"));
    var zones =
        objects(Files.readString(inputs.resolve("nodes.yaml"))).stream()
            .collect(
                Collectors.toMap(
                    node -> node.at("/metadata/name").asText(),
                    node -> node.at("/metadata/labels/topology.kubernetes.io~1zone").asText()));
    return new IstioCluster(services + "\n---\n" + pods, objects(services), objects(pods), zones);
  }

  private static List<? extends JsonNode> objects(String yaml) {
    return ManifestReader.read(yaml).documents().stream().map(ManifestDocument::object).toList();
  }

  MeshChange all() {
    var slices = new HashMap<ServiceKey, List<EndpointSlice>>();
    services.stream()
        .filter(service -> service.at("/spec/selector").isObject())
        .map(this::slice)
        .forEach(slice -> slices.put(slice.service(), List.of(slice)));
    return GoldenManifest.readMesh(yaml).then(new MeshChange(Map.of(), slices, Map.of(), Map.of()));
  }

  private EndpointSlice slice(JsonNode service) {
    return new EndpointSlice(
        new ServiceKey(namespace(service), service.at("/metadata/name").asText()),
        StreamSupport.stream(service.at("/spec/ports").spliterator(), false)
            .map(
                port ->
                    new EndpointSlice.Port(
                        port.path("name").asText(), port.path("targetPort").asInt()))
            .toList(),
        pods.stream().filter(pod -> selects(service, pod)).map(this::endpoint).toList());
  }

  private static boolean selects(JsonNode service, JsonNode pod) {
    return namespace(service).equals(namespace(pod))
        && service.at("/spec/selector").properties().stream()
            .allMatch(e -> e.getValue().equals(pod.at("/metadata/labels").path(e.getKey())));
  }

  private EndpointSlice.Endpoint endpoint(JsonNode pod) {
    return new EndpointSlice.Endpoint(
        List.of(pod.at("/status/podIP").asText()),
        true,
        Optional.ofNullable(zones.get(pod.at("/spec/nodeName").asText())),
        Optional.of(pod.at("/metadata/name").asText()));
  }

  private static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }
}
