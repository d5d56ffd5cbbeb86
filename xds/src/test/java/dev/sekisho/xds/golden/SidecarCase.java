package dev.sekisho.xds.golden;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.engine.MeshEngine;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One folder of {@code src/test/resources/golden-sidecar}: what sidecars of "shop" are sent. */
public record SidecarCase(Path folder) {
  static final Path ROOT = Path.of("src", "test", "resources", "golden-sidecar");
  private static final String NAMESPACE = "shop";

  /** All cases by name, at least one. */
  public static List<SidecarCase> all() {
    return GoldenFiles.cases(ROOT).map(SidecarCase::new).toList();
  }

  public String name() {
    return folder.getFileName().toString();
  }

  public ResourceSnapshot snapshot(SidecarPorts ports) {
    try {
      var yaml = Files.readString(folder.resolve(GoldenFiles.INPUT));
      var audience = new Audience(NAMESPACE, egress(yaml));
      var cluster = GoldenManifest.readMesh(yaml);
      return firstLine(yaml).contains("EXPLICIT")
          ? explicit(cluster, ports, audience)
          : snapshot(cluster, ports, audience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cases of what may not be left say so in their first line. */
  private static Egress egress(String yaml) {
    return firstLine(yaml).contains("REGISTRY_ONLY")
        ? new Egress(OutboundTrafficPolicy.REGISTRY_ONLY, Optional.empty())
        : Egress.ALL;
  }

  private static String firstLine(String yaml) {
    return yaml.lines().findFirst().orElse("");
  }

  /** With what they are served beside, which counts where both have the same name. */
  private static ResourceSnapshot explicit(
      MeshChange cluster, SidecarPorts ports, Audience audience) {
    var beside = new Audience(audience.namespace(), audience.egress(), true);
    var own = snapshot(cluster, ports, beside);
    var changes = new ResourceChanges();
    for (var type : ResourceType.values()) {
      own.resources(type).values().forEach(resource -> changes.put(type, resource));
    }
    return snapshot(cluster, ports, audience).with(changes);
  }

  static ResourceSnapshot snapshot(MeshChange cluster, SidecarPorts ports, Audience audience) {
    var store = new ResourceStore();
    var scope = ProxyScope.ofSidecar(audience.namespace());
    var mesh = new MeshSettings(new TrustDomain("cluster.local"), ports);
    new MeshEngine(mesh, store).apply(cluster, Map.of(scope, audience), "r");
    return store.current(scope);
  }

  /** The name, for the names of parameterized tests. */
  @Override
  public String toString() {
    return name();
  }
}
