package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The images run: each is unpacked as a container engine would, and is the root of its program. */
@KubernetesTest
class NodeImagesIT {
  private static final Path REPOSITORY = Tools.repository();
  private static final String NOBODY = "65532";

  @BeforeAll
  static void build() {
    Command.run(List.of("images/build"), Map.of(), "", Command.BUILD).orFail("images/build");
  }

  @Test
  void theControlPlaneServesFromAReadOnlyRoot(Cluster cluster) throws IOException {
    var root = unpack("control-plane");
    var folder =
        Files.createTempDirectory(
            "sekisho-api",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.copy(cluster.server().kubeconfig(), folder.resolve("kubeconfig"));
    Files.setPosixFilePermissions(
        folder.resolve("kubeconfig"), PosixFilePermissions.fromString("rw-r--r--"));
    var command =
        inRoot(
            List.of("--user", NOBODY, "--bind", folder + "=/tmp/api"),
            root,
            "/usr/local/bin/sekisho",
            "run",
            "--source=kubernetes",
            "--kubeconfig=/tmp/api/kubeconfig",
            "--namespace=" + Cluster.HOME,
            "--bind=127.0.0.1",
            "--webhook-port=0",
            "--xds-port=0",
            "--admin-port=0");
    try (var process = ManagedProcess.start("image", cluster.logs(), command, Map.of())) {
      process.await(
          "its ready line", Duration.ofSeconds(60), () -> ReadyLine.in(process.out()).isPresent());
      int admin = ReadyLine.in(process.out()).orElseThrow().port("admin");
      assertThat(Metrics.page(admin, "/readyz")).isNotNull();
    }
  }

  @Test
  void theControlPlaneStartsFromItsCache() throws IOException {
    var root = unpack("control-plane");
    // Ends with an error where the cache doesn't fit the files beside it.
    var run =
        run(
            inRoot(
                List.of("--user", NOBODY),
                root,
                "/opt/java/bin/java",
                "-XX:AOTMode=on",
                "@/opt/sekisho/java.args",
                "sekisho",
                "version"));
    assertThat(run.out()).startsWith("sekisho ");
    var config = config("control-plane").get("config");
    assertThat(config.get("User").asText()).isEqualTo("65532:65532");
    assertThat(config.get("Labels").path("org.opencontainers.image.title").asText())
        .isEqualTo("Sekisho control plane");
  }

  @Test
  void theControlPlaneNamesWhatItIsMadeOf() throws IOException {
    var root = unpack("control-plane");
    var components =
        new ObjectMapper()
            .readTree(root.resolve("opt/sekisho/sbom.cdx.json").toFile())
            .get("components");
    assertThat(components.findValuesAsText("purl"))
        .anyMatch(purl -> purl.startsWith("pkg:maven/io.vertx/vertx-core@"))
        .anyMatch(purl -> purl.startsWith("pkg:deb/debian/libc6@"))
        .noneMatch(purl -> purl.contains("assertj"));
    assertThat(components.findValuesAsText("name")).contains("java.base");
  }

  @Test
  void theProxyIsEnvoy() throws IOException {
    var version =
        run(
            inRoot(
                List.of("--user", "1337"), unpack("proxy"), "/usr/local/bin/envoy", "--version"));
    assertThat(version.out()).contains("/1.40.0/");
  }

  @Test
  void theRulesAreSetByTheImage() throws IOException {
    var root = unpack("redirect");
    try (var network = PodNetwork.create()) {
      var pod = network.pod();
      for (var backend : List.of("nft", "legacy")) {
        var command =
            inRoot(List.of(), root, "/usr/local/bin/sekisho-redirect", "--backend=" + backend);
        pod.exec(command.toArray(String[]::new));
        for (var family : List.of("iptables-", "ip6tables-")) {
          assertThat(pod.exec(family + backend, "-t", "nat", "-S"))
              .contains("-A SEKISHO_OUTBOUND -p tcp -j REDIRECT --to-ports 15001");
        }
      }
    }
  }

  private static Command run(List<String> command) {
    return Command.run(command, Map.of(), "", Command.SHORT).orFail(command.toString());
  }

  private static List<String> inRoot(List<String> options, Path root, String... command) {
    var words = new ArrayList<String>();
    words.add(REPOSITORY.resolve("images/in-root").toString());
    words.addAll(options);
    words.add(root.toString());
    Stream.of(command).forEach(words::add);
    return words;
  }

  /** All layers over each other. */
  private static Path unpack(String image) throws IOException {
    var layout = layout(image);
    var root = Files.createDirectories(layout.resolveSibling("root"));
    for (var layer : docker(layout).get("Layers")) {
      run(List.of("tar", "-xf", layout.resolve(layer.asText()).toString(), "-C", root.toString()));
    }
    return root;
  }

  private static JsonNode config(String image) throws IOException {
    var layout = layout(image);
    return new ObjectMapper()
        .readTree(layout.resolve(docker(layout).get("Config").asText()).toFile());
  }

  private static JsonNode docker(Path layout) throws IOException {
    return new ObjectMapper().readTree(layout.resolve("manifest.json").toFile()).get(0);
  }

  private static Path layout(String image) throws IOException {
    var layout = Files.createDirectories(Tools.newData(image).resolve("layout"));
    var archive = REPOSITORY.resolve("target/images/" + image + ".tar");
    run(List.of("tar", "-xf", archive.toString(), "-C", layout.toString()));
    return layout;
  }
}
