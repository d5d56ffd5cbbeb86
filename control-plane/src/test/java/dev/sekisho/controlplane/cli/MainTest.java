package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MainTest {

  @TempDir private Path temp;

  @Test
  void helpNamesTheCommandsAndExitCodes() {
    var help = Program.run("--help");

    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("run", "demo", "bootstrap", "version", "Exit codes", "  3 ");
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--source=kubernetes|DIR,kubernetes",
    "--kubeconfig=FILE,~/.kube/config",
    "--namespace=NAME,sekisho-system",
    "--data-dir=DIR,~/.local/share/sekisho",
    "--gateway-http-port=PORT,8080",
    "--gateway-https-port=PORT,9443",
    "--bind=ADDRESS,0.0.0.0",
    "--webhook-port=PORT,8443",
    "--webhook-client-ca=FILE,everyclient",
    "'--webhook-client-cidr=CIDR,...',everyclient",
    "--webhook-status-reason=forbidden|message,forbidden",
    "--webhook-configuration=NAME|off,sekisho",
    "--xds-port=PORT,15012",
    "--xds-plaintext-port=PORT|off,off",
    "--admin-port=PORT,15014",
    "--log-format=FORMAT,text",
    "--log-level=LEVEL,info"
  })
  void helpOfRunSaysEveryFlagWithItsDefault(String flag, String byDefault) {
    var help = Program.run("run", "--help");

    assertThat(help.exit()).isZero();
    var lines = help.out().lines().toList();
    var first =
        lines.stream().filter(line -> (line.strip() + " ").startsWith(flag + " ")).findFirst();
    var text = String.join("", lines.subList(lines.indexOf(first.orElseThrow()), lines.size()));
    var from = text.replaceAll("\\s+", "");
    assertThat(from.substring(from.indexOf("(default:"), from.indexOf(")"))).contains(byDefault);
    assertThat(help.out()).contains("--config=FILE").contains("SEKISHO_WEBHOOK_PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8,", "localhost", "10.0.0.0/33", "10.0.0.0/8;fd00::/8"})
  void refusesNetworksThatAreNone(String networks) {
    var run = Program.run("run", "--source", temp.toString(), "--webhook-client-cidr", networks);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("--webhook-client-cidr: ", "(expected: networks as in 10.0.0.0/8,fd00::/8)");
  }

  @Test
  void refusesAReasonThatItDoesNotKnow() {
    var run = Program.run("run", "--source", temp.toString(), "--webhook-status-reason", "opa");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--webhook-status-reason: opa (expected: forbidden or message)");
  }

  @Test
  void refusesAClientAuthorityWithoutCertificates() throws IOException {
    var missing = temp.resolve("missing.pem");
    var empty = Files.writeString(temp.resolve("empty.pem"), "hunter2");

    for (Path file : List.of(missing, empty, temp)) {
      var run =
          Program.run("run", "--source", temp.toString(), "--webhook-client-ca", file.toString());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err())
          .contains("--webhook-client-ca: " + file + " (expected: a file with PEM certificates)")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void helpOfBootstrapSaysEveryFlag() {
    var help = Program.run("bootstrap", "--help");

    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains("--role=sidecar|gateway", "(default: gateway)", "--id=NODE_ID", "--xds=HOST:PORT")
        .contains("--token-file=FILE", "--ca-file=FILE", "--data-dir=DIR", "24 h")
        .contains("--secrets-dir=DIR", "--service-account=NAME", "--output=bootstrap|bundle")
        .contains("--envoy-admin-port=PORT", "15000");
  }

  @Test
  void helpOfDemoSaysItsFlag() {
    assertThat(Program.run("demo", "--help").out()).contains("--once");
  }

  @Test
  void schemaIsThePublishedOne() throws IOException {
    var schema = Program.run("schema");

    assertThat(schema.exit()).isZero();
    assertThat(Path.of("..", "policies", "schema", "policy.schema.json")).hasContent(schema.out());
  }

  @Test
  void completionIsOfAllCommandsAndFlags() {
    var completion = Program.run("completion");

    assertThat(completion.exit()).isZero();
    assertThat(completion.out())
        .startsWith("#!")
        .contains("complete -F _complete_sekisho", " sekisho ", "proxy-config", "--log-format");
  }

  @Test
  void aFormOfTheLogThatThereIsNotIsTwo() {
    refused(2, "--log-format", "run", source("."), data(), "--log-format=xml");
    refused(2, "--log-level", "run", source("."), data(), "--log-level=loud");
  }

  @Test
  void versionSaysProgramAndJava() {
    var version = Program.run("version");

    assertThat(version.exit()).isZero();
    assertThat(version.out()).startsWith("sekisho ").contains("Java 25").hasLineCount(1);
    assertThat(Program.run("--version").out()).startsWith("sekisho ").hasLineCount(1);
  }

  @Test
  void wrongUsageIsTwo() {
    for (var args :
        List.of(
            new String[] {},
            new String[] {"fly"},
            new String[] {"run", "--nonsense"},
            new String[] {"run", "extra"},
            new String[] {"run", "--webhook-port=many"},
            new String[] {"bootstrap"},
            new String[] {"version", "--nonsense"})) {
      var run = Program.run(args);

      assertThat(run.exit()).as(String.join(" ", args)).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
    }
  }

  @Test
  void runOnAMissingFolderIsTwo() {
    refused(2, temp.resolve("none") + ": no such folder", "run", source("none"), data());
  }

  @Test
  void runWithAWrongConfigIsTwo() throws IOException {
    var config = Files.writeString(temp.resolve("c.yaml"), "prt: 1\n");

    refused(2, "unknown key prt", "run", "--config", config.toString());
    refused(2, "can't be read", "run", "--config", temp.resolve("none").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--webhook-port,-1",
    "--webhook-port,65536",
    "--xds-port,65536",
    "--admin-port,65536",
    "--xds-plaintext-port,65536",
    "--xds-plaintext-port,on",
    "--gateway-http-port,0",
    "--gateway-https-port,65536",
    "--gateway-https-port,8080"
  })
  void aWrongPortIsTwo(String flag, String port) {
    refused(2, port, "run", source("."), data(), flag + "=" + port);
  }

  @Test
  void aMissingOrSpoiltKubeconfigIsTwo() throws IOException {
    var spoilt = Files.writeString(temp.resolve("kubeconfig"), "clusters: [\n");

    refused(2, "no such file", "run", data(), "--kubeconfig=" + temp.resolve("none"));
    refused(2, "kubeconfig", "run", data(), "--kubeconfig=" + spoilt);
  }

  @Test
  void aDataDirectoryThatIsAFileIsTwo() throws IOException {
    var file = Files.writeString(temp.resolve("data"), "");

    refused(2, file.toString(), "run", source("."), "--data-dir=" + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--webhook-port", "--xds-port", "--xds-plaintext-port", "--admin-port"})
  void aPortInUseIsThreeAndNamesTheFlag(String flag) throws IOException {
    Files.createDirectory(temp.resolve("manifests"));
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var args =
          new java.util.ArrayList<>(
              List.of("run", source("manifests"), data(), "--bind=127.0.0.1"));
      for (String each : List.of("--webhook-port", "--xds-port", "--admin-port")) {
        if (!each.equals(flag)) {
          args.add(each + "=0");
        }
      }
      args.add(flag + "=" + taken.getLocalPort());

      var run = Program.run(args.toArray(String[]::new));

      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.out()).doesNotContain("ready");
      assertThat(run.err())
          .contains("127.0.0.1:" + taken.getLocalPort())
          .containsPattern("Choose another with [^,]*" + flag + "[ ,]")
          .doesNotContain("\tat ");
    }
  }

  private static void refused(int exit, String word, String... args) {
    var run = Program.run(args);

    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).contains(word).doesNotContain("\tat ");
    assertThat(run.out()).doesNotContain("ready");
  }

  private String source(String name) {
    return "--source=" + temp.resolve(name);
  }

  private String data() {
    return "--data-dir=" + temp.resolve("data");
  }
}
