package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapCommandTest {

  private static final String ID = "--id=router~10.0.0.9~gw.shop~shop.svc.cluster.local";

  @TempDir private Path temp;

  @Test
  void withoutDataDirectoryItIsPlaintext() throws IOException {
    var run = Program.run("bootstrap", ID, "--xds=127.0.0.1:15010", "--envoy-admin-port=0");

    assertThat(run.exit()).as(run.err()).isZero();
    var json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("node").path("id").asText())
        .isEqualTo("router~10.0.0.9~gw.shop~shop.svc.cluster.local");
    assertThat(json.path("admin").findValue("port_value").asInt(-1)).isZero();
    assertThat(run.out()).contains("15010").doesNotContain("tls_certificate");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void envoysAdminPortIs15000ByDefault() throws IOException {
    var run = Program.run("bootstrap", ID, "--xds=localhost:1");

    var admin = new ObjectMapper().readTree(run.out()).path("admin");
    assertThat(admin.findValue("port_value").asInt()).isEqualTo(15000);
    assertThat(admin.findValue("address").findValue("address").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void withDataDirectoryItNamesAClientCertificate() throws IOException {
    var data = temp.resolve("data");
    var run = Program.run("bootstrap", ID, "--xds=localhost:15012", "--data-dir=" + data);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("PRIVATE KEY");
    assertThat(new ObjectMapper().readTree(run.out()).isObject()).isTrue();
    var folder = clientFolder(data);
    assertThat(run.out())
        .contains(folder.resolve("xds-client.json").toString())
        .contains(folder.resolve("xds-ca.json").toString());
    assertThat(folder.resolve("xds-client.json"))
        .content()
        .contains(folder.resolve("cert.pem").toString(), folder.resolve("key.pem").toString());
    assertThat(folder.resolve("xds-ca.json")).content().contains(data + "/ca/root-cert.pem");
    for (String name : List.of("cert.pem", "key.pem", "xds-client.json", "xds-ca.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void issuedAgainItRenewsTheCertificateForTheSameBootstrap() throws IOException {
    var data = temp.resolve("data");
    String[] command = {"bootstrap", ID, "--xds=localhost:15012", "--data-dir=" + data};
    var first = Program.run(command);
    var certificate = clientFolder(data).resolve("cert.pem");
    var before = Files.readString(certificate);

    var second = Program.run(command);

    assertThat(second.out()).isEqualTo(first.out());
    assertThat(certificate).content().isNotEqualTo(before);
  }

  @Test
  void theRootMayBeAnother() throws IOException {
    var data = temp.resolve("data");
    var run =
        Program.run(
            "bootstrap", ID, "--xds=localhost:15012", "--data-dir=" + data, "--ca-file=other.pem");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(clientFolder(data).resolve("xds-ca.json"))
        .content()
        .contains(Path.of("other.pem").toAbsolutePath().toString())
        .doesNotContain("root-cert.pem");
  }

  private static Path clientFolder(Path data) throws IOException {
    try (var folders = Files.list(data.resolve("clients"))) {
      return folders.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:", ":15012", "localhost:x", "localhost:0", "h:70000"})
  void aWrongAddressIsTwoAndLeavesNothing(String xds) {
    var data = temp.resolve("data");

    refused("xds", "bootstrap", ID, "--xds=" + xds, "--data-dir=" + data);

    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "router~,expected",
    "router~10.0.0.9~gw~shop.svc,expected",
    "router~10.0.0.9~gw.Bad_Name~x,expected",
    "sidecar~10.0.0.9~a.b~b.svc,only gateways",
    "nonsense,only gateways"
  })
  void aWrongNodeIdIsTwo(String id, String word) {
    refused(word, "bootstrap", "--id=" + id, "--xds=a:1", "--data-dir=" + temp.resolve("data"));
  }

  @Test
  void whatIsNotSupportedYetIsTwo() {
    refused("only gateways", "bootstrap", ID, "--xds=a:1", "--role=sidecar");
    refused("--token-file", "bootstrap", ID, "--xds=a:1", "--token-file=t");
    refused("--ca-file needs --data-dir", "bootstrap", ID, "--xds=a:1", "--ca-file=t");
  }

  @Test
  void aWrongAdminPortIsTwo() {
    refused("70000", "bootstrap", ID, "--xds=a:1", "--envoy-admin-port=70000");
  }

  private static void refused(String word, String... args) {
    var run = Program.run(args);

    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).containsIgnoringCase(word).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }
}
