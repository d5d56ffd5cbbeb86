package dev.sekisho.integration;

import static dev.sekisho.integration.Command.sekisho;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as scripts see it: what goes where, and the exit code. */
class CommandLineIT {
  private final Path folder;

  CommandLineIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void helpNamesTheCommands() {
    var run = sekisho("--help");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("run", "demo", "bootstrap", "version");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpOfRunNamesItsFlags() {
    var run = sekisho("run", "--help");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("--source", "--kubeconfig", "--namespace", "--data-dir", "--bind")
        .contains("--webhook-port", "--xds-port", "--xds-plaintext-port", "--admin-port")
        .contains("--gateway-http-port", "--gateway-https-port", "--config");
  }

  @Test
  void versionIsOneLine() {
    var run = sekisho("version");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .hasSize(1)
        .first()
        .asString()
        .containsPattern("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void unknownFlagIsWrongUsage() {
    var run = sekisho("run", "--web-hook-port=1");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("--web-hook-port").doesNotContain("\tat ");
  }

  @Test
  void unknownConfigurationKeyIsWrongUsage() throws IOException {
    var config = folder.resolve("sekisho.yaml");
    Files.writeString(config, "webhook-prt: 0\n");

    var run = sekisho("run", "--source=" + folder, "--data-dir=" + folder, "--config=" + config);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("webhook-prt").contains("webhook-port").doesNotContain("\tat ");
  }

  @Test
  void portInUseIsToldInOneLine() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var run =
          sekisho(
              "run",
              "--source=" + Files.createDirectory(folder.resolve("manifests")),
              "--data-dir=" + folder.resolve("data"),
              "--bind=127.0.0.1",
              "--webhook-port=" + taken.getLocalPort(),
              "--xds-port=0",
              "--admin-port=0");

      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertThat(run.lastErrorLine()).contains("" + taken.getLocalPort());
      assertThat(run.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void theLogHasAnObjectALineIfAskedFor() throws IOException {
    var command =
        ControlPlaneProcess.command(
            "run",
            "--source=" + Files.createDirectory(folder.resolve("manifests")),
            "--data-dir=" + folder.resolve("data"),
            "--bind=127.0.0.1",
            "--webhook-port=0",
            "--xds-port=0",
            "--xds-plaintext-port=0",
            "--admin-port=0");
    var json = Map.of("SEKISHO_LOG_FORMAT", "json", "SEKISHO_LOG_LEVEL", "warn");

    try (var process = ManagedProcess.start("json-log", folder, command, json)) {
      process.await("ready", Command.SHORT, () -> ReadyLine.in(process.out()).isPresent());

      assertThat(process.log().lines().map(line -> new KubeApi.Answer(200, line).json()))
          .isNotEmpty()
          .allMatch(line -> line.path("level").asText().equals("WARN"))
          .anyMatch(line -> line.path("formattedMessage").asText().contains("plaintext"))
          .allMatch(line -> line.path("timestamp").isNumber());
    }
  }

  @Test
  void bashCompletesCommandsAndFlags() throws IOException {
    var script = Files.writeString(folder.resolve("sekisho"), sekisho("completion").out());
    var ask =
        "source %s; COMP_WORDS=(sekisho run --log-for); COMP_CWORD=2; _complete_sekisho; echo ${COMPREPLY[@]}"
            .formatted(script);

    var run = Command.run(List.of("bash", "-c", ask), Map.of(), "", Command.SHORT).orFail("bash");

    assertThat(run.out()).isEqualTo("--log-format\n");
  }

  @Test
  void bootstrapKeepsItsKeyPrivate() throws IOException {
    var run =
        sekisho(
            "bootstrap",
            "--role=gateway",
            "--id=router~10.0.0.9~gateway.sekisho-system~sekisho-system.svc.cluster.local",
            "--xds=127.0.0.1:15012",
            "--data-dir=" + folder);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("router~10.0.0.9").doesNotContain("PRIVATE KEY");
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains("PRIVATE KEY")) {
          assertThat(Files.getAttribute(file, "unix:mode")).as("%s", file).isEqualTo(0100600);
        }
      }
    }
  }
}
