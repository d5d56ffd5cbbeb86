package dev.sekisho.xds.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.PolicyId;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.model.sidecar.ProbesReader;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Reads the workload of a golden case. The protocols of its ports are those that the names of their
 * Services' ports declare.
 */
final class InboundManifest {
  private static final TrustDomain TRUST_DOMAIN = new TrustDomain("cluster.local");

  private InboundManifest() {}

  static JsonNode read(String yaml) {
    var manifest = ManifestReader.read(yaml);
    if (!manifest.problems().isEmpty() || manifest.documents().size() != 1) {
      throw new IllegalArgumentException(manifest.problems().toString());
    }
    return manifest.documents().getFirst().object();
  }

  static InboundConfig config(JsonNode workload, SidecarPorts proxy) {
    var spec = workload.path("spec");
    return new InboundConfig(
        proxy,
        families(workload),
        TRUST_DOMAIN,
        elements(spec.path("ports")).stream().map(InboundManifest::port).toList(),
        mesh(spec));
  }

  /** Of the first address, which is where the checks go. */
  static String podIp(JsonNode workload) {
    return workload.at("/spec/podIps/0").asText();
  }

  static IpFamilies families(JsonNode workload) {
    return IpFamilies.of(
        elements(workload.at("/spec/podIps")).stream().map(JsonNode::asText).toList());
  }

  /** None if the case has none. */
  static List<AppProbe> probes(JsonNode workload) {
    var json = workload.at("/spec/probes");
    if (json.isMissingNode()) {
      return List.of();
    }
    var probes = ProbesReader.read(new ObjectKey("Pod", "shop", "app-0"), json.asText());
    if (!probes.problems().isEmpty()) {
      throw new IllegalArgumentException(probes.problems().toString());
    }
    return probes.probes();
  }

  private static InboundPort port(JsonNode port) {
    var service = new ServiceKey("shop", port.path("service").asText());
    var declared =
        new ServicePort(
            port.path("name").asText(), port.path("servicePort").asInt(), Optional.empty());
    return new InboundPort(
        port.path("number").asInt(),
        PortProtocol.of(declared),
        new ClusterRef(service, declared.number()));
  }

  private static WorkloadMesh mesh(JsonNode spec) {
    var modes = new TreeMap<Integer, MtlsMode>();
    spec.path("modes")
        .properties()
        .forEach(
            entry ->
                modes.put(
                    Integer.valueOf(entry.getKey()), MtlsMode.valueOf(entry.getValue().asText())));
    return new WorkloadMesh(
        MtlsMode.valueOf(spec.path("mode").asText()),
        modes,
        elements(spec.path("allow")).stream()
            .map(rules -> elements(rules).stream().map(InboundManifest::rule).toList())
            .toList());
  }

  private static CallerRule rule(JsonNode rule) {
    var id = rule.path("policy").asText().split("/", -1);
    return new CallerRule(
        new PolicyId(id[0], id[1], id[2]),
        rule.path("index").asInt(),
        globs(rule.path("principals")),
        rule.has("to") ? Optional.of(operations(rule.path("to"))) : Optional.empty());
  }

  private static CallerRule.Operations operations(JsonNode to) {
    var ports = new TreeSet<Integer>();
    elements(to.path("ports")).forEach(port -> ports.add(port.asInt()));
    return new CallerRule.Operations(ports, globs(to.path("methods")), globs(to.path("paths")));
  }

  private static List<Glob> globs(JsonNode patterns) {
    return elements(patterns).stream().map(JsonNode::asText).map(Glob::new).toList();
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
