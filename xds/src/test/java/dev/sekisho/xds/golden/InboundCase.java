package dev.sekisho.xds.golden;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.InboundResources;
import dev.sekisho.xds.translate.sidecar.InboundStatus;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import dev.sekisho.xds.translate.sidecar.ProbeTranslator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One folder of {@code src/test/resources/golden-inbound}: what the sidecar of a workload is sent
 * for the connections to it.
 */
public record InboundCase(Path folder) {
  static final Path ROOT = Path.of("src", "test", "resources", "golden-inbound");

  /** All cases by name, at least one. */
  public static List<InboundCase> all() {
    return GoldenFiles.cases(ROOT).map(InboundCase::new).toList();
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /**
   * With what the proxy says of itself and of its application where the case has checks, and with
   * what is in place of all sidecars' where it has IPv6 addresses.
   */
  public ResourceSnapshot snapshot(SidecarPorts ports, StatusPorts statusPorts) {
    try {
      var workload = InboundManifest.read(Files.readString(folder.resolve(GoldenFiles.INPUT)));
      var resources = InboundTranslator.translate(InboundManifest.config(workload, ports));
      var probes = InboundManifest.probes(workload);
      var families = InboundManifest.families(workload);
      if (!probes.isEmpty()) {
        var podIp = InboundManifest.podIp(workload);
        resources =
            resources
                .and(InboundStatus.translate(statusPorts, families))
                .and(ProbeTranslator.translate(probes, podIp, families, statusPorts));
      }
      if (families != IpFamilies.IPV4) {
        var egress = new EgressTranslator(OutboundTrafficPolicy.REGISTRY_ONLY);
        resources =
            resources.and(
                new InboundResources(
                    List.of(EgressTranslator.inboundPassthrough(families)),
                    List.of(egress.redirected(ports, families))));
      }
      return snapshot(resources, name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResourceSnapshot snapshot(InboundResources resources, String revision) {
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER, resources.clusters(),
            ResourceType.LISTENER, resources.listeners()),
        revision);
  }

  /** The name, for the names of parameterized tests. */
  @Override
  public String toString() {
    return name();
  }
}
