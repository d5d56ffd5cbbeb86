package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.certs.SpiffeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapCommandTest {

  private static final String ID = "--id=router~10.0.0.9~gw.shop~shop.svc.cluster.local";

  private static final String SIDECAR = "--id=sidecar~10.0.0.9~web-1.shop~shop.svc.cluster.local";

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

  @Test
  void aTokenIsNamedByADocumentAndNotRead() throws IOException {
    var secrets = temp.resolve("secrets");
    var run =
        Program.run(
            "bootstrap",
            "--role=sidecar",
            SIDECAR,
            "--xds=localhost:15012",
            "--token-file=/run/tokens/token",
            "--ca-file=/run/ca/root-cert.pem",
            "--secrets-dir=" + secrets);

    assertThat(run.exit()).as(run.err()).isZero();
    var json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/node/id").asText())
        .isEqualTo("sidecar~10.0.0.9~web-1.shop~shop.svc.cluster.local");
    assertThat(run.out())
        .contains("credential_injector", secrets.resolve("xds-token.json").toString())
        .contains(secrets.resolve("xds-ca.json").toString())
        .doesNotContain("xds-client");
    assertThat(secrets.resolve("xds-token.json")).content().contains("/run/tokens/token");
    assertThat(secrets.resolve("xds-ca.json")).content().contains("/run/ca/root-cert.pem");
    assertThat(secrets).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aBundleIsPrintedAndNothingIsWritten() throws IOException {
    var secrets = temp.resolve("etc");
    var run = Program.run(tokenCommand("--secrets-dir=" + secrets, "-o=bundle"));

    assertThat(run.exit()).as(run.err()).isZero();
    var json = new ObjectMapper();
    var files = json.readTree(run.out());
    assertThat(files.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("envoy.json", "xds-ca.json", "xds-token.json");
    assertThat(json.readTree(files.path("envoy.json").asText()).has("node")).isTrue();
    assertThat(files.path("envoy.json").asText())
        .contains(secrets.resolve("xds-token.json").toString());
    assertThat(json.readTree(files.path("xds-token.json").asText()).has("resources")).isTrue();
    assertThat(secrets).doesNotExist();
  }

  @Test
  void documentsOfAClientCertificateMayLieElsewhere() {
    var data = temp.resolve("data");
    var secrets = temp.resolve("secrets");
    var run =
        Program.run("bootstrap", ID, "--xds=a:1", "--data-dir=" + data, "--secrets-dir=" + secrets);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains(secrets.resolve("xds-client.json").toString());
    assertThat(secrets.resolve("xds-client.json")).content().contains(data.toString());
  }

  @Test
  void aSidecarsClientCertificateNamesItsServiceAccount() throws Exception {
    var data = temp.resolve("data");
    String[] sidecar = {"bootstrap", "--role=sidecar", SIDECAR, "--xds=a:1", "--data-dir=" + data};

    assertThat(Program.run(sidecar).exit()).isZero();
    assertThat(spiffeId(data)).hasToString("spiffe://cluster.local/ns/shop/sa/default");

    var named = Arrays.copyOf(sidecar, sidecar.length + 2);
    named[sidecar.length] = "--service-account=web";
    named[sidecar.length + 1] = "--trust-domain=acmecorp.com";
    assertThat(Program.run(named).exit()).isZero();
    assertThat(spiffeId(data)).hasToString("spiffe://acmecorp.com/ns/shop/sa/web");
  }

  private static SpiffeId spiffeId(Path data) throws Exception {
    try (var in = Files.newInputStream(clientFolder(data).resolve("cert.pem"))) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return SpiffeId.of((X509Certificate) certificate).orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway,router~,expected",
    "gateway,router~10.0.0.9~gw~shop.svc,expected",
    "gateway,router~10.0.0.9~gw.Bad_Name~x,expected",
    "sidecar,sidecar~10.0.0.9~a~b.svc,expected: sidecar~",
    "gateway,sidecar~10.0.0.9~a.b~b.svc,is that of a sidecar",
    "sidecar,router~10.0.0.9~a.b~b.svc,is that of a gateway",
    "waypoint,router~10.0.0.9~a.b~b.svc,expected: sidecar or gateway",
    "gateway,nonsense,expected: router~"
  })
  void aWrongNodeIdIsTwo(String role, String id, String word) {
    refused(
        word,
        "bootstrap",
        "--role=" + role,
        "--id=" + id,
        "--xds=a:1",
        "--data-dir=" + temp.resolve("data"));
  }

  @Test
  void wrongCombinationsAreTwo() {
    refused("--ca-file needs", "bootstrap", ID, "--xds=a:1", "--ca-file=t");
    refused("--token-file needs --ca-file", "bootstrap", ID, "--xds=a:1", "--token-file=t");
    refused("give one", tokenCommand("--data-dir=" + temp));
    refused("--secrets-dir needs", "bootstrap", ID, "--xds=a:1", "--secrets-dir=t");
    refused("--service-account needs", tokenCommand("--service-account=x"));
    refused("--trust-domain needs", tokenCommand("--trust-domain=x"));
    refused("-o bundle needs", tokenCommand("-o=bundle"));
    refused("-o bundle needs", "bootstrap", ID, "--xds=a:1", "-o=bundle");
    refused(
        "--service-account: A b",
        "bootstrap",
        ID,
        "--xds=a:1",
        "--data-dir=" + temp.resolve("data"),
        "--service-account=A b");
  }

  @Test
  void aSecretsFolderThatCannotBeIsTwo() throws IOException {
    var file = Files.writeString(temp.resolve("file"), "");

    refused("--secrets-dir", tokenCommand("--secrets-dir=" + file.resolve("below")));
  }

  private static String[] tokenCommand(String... more) {
    var command = new ArrayList<>(List.of("bootstrap", ID, "--xds=a:1"));
    command.addAll(List.of("--token-file=/run/tokens/token", "--ca-file=/run/ca.pem"));
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
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
