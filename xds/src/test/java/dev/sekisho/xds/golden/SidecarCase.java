package dev.sekisho.xds.golden;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.engine.MeshEngine;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.store.ResourceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
      return snapshot(yaml, name(), ports, NAMESPACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResourceSnapshot snapshot(
      String yaml, String revision, SidecarPorts ports, String namespace) {
    var store = new ResourceStore();
    var scope = ProxyScope.ofSidecar(namespace);
    var mesh = new MeshSettings(new TrustDomain("cluster.local"), ports);
    new MeshEngine(mesh, store)
        .apply(
            GoldenManifest.readMesh(yaml),
            Map.of(scope, new Audience(namespace, Egress.ALL)),
            revision);
    return store.current(scope);
  }

  /** The name, for the names of parameterized tests. */
  @Override
  public String toString() {
    return name();
  }
}
