package dev.sekisho.xds.golden;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.model.ProxyConfigBuilder;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.translate.GatewayTranslator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One folder of {@code src/test/resources/golden}. Its Secrets are placeholders: each gets a real
 * certificate, made once for each run.
 */
public record GoldenCase(Path folder) {
  /** Relative to the module's folder, where Maven starts tests. */
  static final Path ROOT = Path.of("src", "test", "resources", "golden");

  /** The ports of the expected resources. */
  static final GatewayPorts PORTS = new GatewayPorts(8080, 8443);

  /** All cases by name, at least one. */
  public static List<GoldenCase> all() {
    return GoldenFiles.cases(ROOT).map(GoldenCase::new).toList();
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /** What {@code input.yaml} says. */
  public GatewayInput input() {
    try {
      return GoldenManifest.read(Files.readString(folder.resolve("input.yaml")), name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProxyConfig config(GatewayPorts ports) {
    return ProxyConfigBuilder.build(input(), ports);
  }

  /** The resources, for a gateway that binds these ports. */
  public ResourceSnapshot snapshot(GatewayPorts ports, ProxyScope scope) {
    return new GatewayTranslator(new TrustDomain("cluster.local")).translate(config(ports), scope);
  }

  /** The name, for the names of parameterized tests. */
  @Override
  public String toString() {
    return name();
  }
}
