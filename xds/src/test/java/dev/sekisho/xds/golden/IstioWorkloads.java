package dev.sekisho.xds.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.CallerRule.Operations;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.PolicyId;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The workloads of the cluster whose resources were recorded, told by their label "app". */
record IstioWorkloads(List<? extends JsonNode> services) {
  static IstioWorkloads read(Path servicesYaml) throws IOException {
    return new IstioWorkloads(
        ManifestReader.read(Files.readString(servicesYaml)).documents().stream()
            .map(ManifestDocument::object)
            .toList());
  }

  InboundConfig config(String app, WorkloadMesh mesh) {
    return new InboundConfig(
        SidecarPorts.DEFAULT,
        new TrustDomain("cluster.local"),
        services.stream()
            .filter(service -> service.at("/spec/selector/app").asText().equals(app))
            .flatMap(IstioWorkloads::ports)
            .toList(),
        mesh);
  }

  private static Stream<InboundPort> ports(JsonNode service) {
    var key =
        new ServiceKey(
            service.at("/metadata/namespace").asText(), service.at("/metadata/name").asText());
    return StreamSupport.stream(service.at("/spec/ports").spliterator(), false)
        .map(
            port -> {
              var declared =
                  new ServicePort(
                      port.path("name").asText(), port.path("port").asInt(), Optional.empty());
              return new InboundPort(
                  port.path("targetPort").asInt(),
                  PortProtocol.of(declared),
                  new ClusterRef(key, declared.number()));
            });
  }

  static WorkloadMesh openTo(MtlsMode mode) {
    return new WorkloadMesh(mode, new TreeMap<>(), List.of());
  }

  /** What the recorded AuthorizationPolicy of "reviews" says. */
  static WorkloadMesh reviewsViewer(MtlsMode mode) {
    var rule =
        new CallerRule(
            new PolicyId("default", "mesh", "reviews-viewer"),
            0,
            List.of(new Glob("cluster.local/ns/default/sa/bookinfo-productpage")),
            Optional.of(new Operations(new TreeSet<>(), List.of(new Glob("GET")), List.of())));
    return new WorkloadMesh(mode, new TreeMap<>(), List.of(List.of(rule)));
  }
}
