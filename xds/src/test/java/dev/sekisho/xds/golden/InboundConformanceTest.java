package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same as {@link IstioConformanceTest} for connections to applications. */
class InboundConformanceTest {
  private static final String VARIABLE = "SEKISHO_CONFORMANCE";
  private static final Path DIFFERENCES =
      Path.of("src", "test", "resources", "istio-differences-inbound.txt");
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Set<String> found = new TreeSet<>();

  @BeforeEach
  void hasWhatToCompareWith() {
    assumeTrue(System.getenv(VARIABLE) != null, VARIABLE + " isn't set");
  }

  @Test
  void shapesAreIstios() throws IOException {
    var data = Path.of(System.getenv(VARIABLE), "istiod-config");
    var workloads = IstioWorkloads.read(data.resolve("inputs").resolve("services.yaml"));

    for (var app : Set.of("productpage", "reviews")) {
      var permissive = data.resolve("1-plain").resolve(app + "-v1");
      compare(permissive, workloads, app, IstioWorkloads.openTo(MtlsMode.PERMISSIVE));
    }
    var strict = data.resolve("3-strict-authz");
    compare(
        strict.resolve("productpage-v1"),
        workloads,
        "productpage",
        IstioWorkloads.openTo(MtlsMode.STRICT));
    compare(
        strict.resolve("reviews-v1"),
        workloads,
        "reviews",
        IstioWorkloads.reviewsViewer(MtlsMode.STRICT));
    compareListeners(
        read(data.resolve("6-mtls-disable").resolve("reviews-v1").resolve("listeners.json")),
        workloads,
        "reviews",
        IstioWorkloads.reviewsViewer(MtlsMode.DISABLE));
    compareProtocols(data.resolve("inbound-by-protocol"), workloads);

    assertThat(found).containsExactlyInAnyOrderElementsOf(expected());
  }

  /** What was recorded of these is their own chains only. */
  private void compareProtocols(Path folder, IstioWorkloads workloads) throws IOException {
    for (var mode : MtlsMode.values()) {
      var recorded = folder.resolve(mode.name().toLowerCase(Locale.ROOT));
      for (var app : Set.of("tcp-echo", "whoami", "echo", "nats")) {
        var file = recorded.resolve(app.equals("nats") ? "nats-0.json" : app + ".json");
        var istios = read(file);
        var mesh = IstioWorkloads.openTo(mode);
        compareClusters(istios.path("clusters"), workloads, app, mesh);
        compareListeners(istios.path("listeners"), workloads, app, mesh);
      }
    }
  }

  private void compare(Path proxy, IstioWorkloads workloads, String app, WorkloadMesh mesh)
      throws IOException {
    compareClusters(read(proxy.resolve("clusters.json")), workloads, app, mesh);
    compareListeners(read(proxy.resolve("listeners.json")), workloads, app, mesh);
  }

  private void compareClusters(
      JsonNode istios, IstioWorkloads workloads, String app, WorkloadMesh mesh) throws IOException {
    var ours = ours(ResourceType.CLUSTER, workloads, app, mesh);
    found.addAll(InboundShapes.ofClusters(istios).differences(InboundShapes.ofClusters(ours)));
  }

  private void compareListeners(
      JsonNode istios, IstioWorkloads workloads, String app, WorkloadMesh mesh) throws IOException {
    var ours = ours(ResourceType.LISTENER, workloads, app, mesh);
    var expected = InboundShapes.ofListeners(istios);
    var actual = InboundShapes.ofListeners(ours);
    // Recorded without chains for all workloads: so are ours compared.
    found.addAll(expected.differences(expected.hasCatchAll() ? actual : actual.ofOwnPorts()));
  }

  private static JsonNode ours(
      ResourceType type, IstioWorkloads workloads, String app, WorkloadMesh mesh)
      throws IOException {
    var resources = InboundTranslator.translate(workloads.config(app, mesh));
    return JSON.readTree(ResourceJson.of(InboundCase.snapshot(resources, "r"), type));
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static Set<String> expected() throws IOException {
    var lines = new TreeSet<>(Files.readAllLines(DIFFERENCES));
    lines.removeIf(line -> line.startsWith("#"));
    return lines;
  }
}
