package dev.sekisho.xds.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapWriterTest {
  private static final XdsCredential CLIENT =
      new XdsCredential.ClientCertificate("/etc/id/cert.pem", "/etc/id/key.pem");
  private static final XdsTls FILES = new XdsTls("/etc/ca/ca.pem", CLIENT, Optional.empty());
  private static final XdsTls WATCHED =
      new XdsTls("/etc/ca/ca.pem", CLIENT, Optional.of("/etc/sds"));
  private static final XdsTls TOKEN =
      new XdsTls(
          "/etc/ca/ca.pem", new XdsCredential.Token("/run/tokens/token"), Optional.of("/etc/sds"));

  @Test
  void asksForEverythingOverOneDeltaStream() {
    var json = write("xds.test", Optional.empty());
    assertThat(json.at("/node/id").asText()).isEqualTo("router~10.0.0.1~gw.edge~edge.svc");
    assertThat(json.at("/dynamic_resources/ads_config/api_type").asText()).isEqualTo("DELTA_GRPC");
    assertThat(
            json.at("/dynamic_resources/ads_config/grpc_services/0/envoy_grpc/cluster_name")
                .asText())
        .isEqualTo("xds-grpc");
    assertThat(json.at("/dynamic_resources/cds_config").has("ads")).isTrue();
    assertThat(json.at("/dynamic_resources/lds_config").has("ads")).isTrue();
    assertThat(cluster(json).path("name").asText()).isEqualTo("xds-grpc");
    assertThat(json.at("/admin/address/socket_address/address").asText()).isEqualTo("127.0.0.1");
    assertThat(json.at("/admin/address/socket_address/port_value").asInt()).isEqualTo(15000);
  }

  @Test
  void plaintextHasNoTransportSocket() {
    assertThat(cluster(write("127.0.0.1", Optional.empty())).has("transport_socket")).isFalse();
  }

  @Test
  void namesAreResolvedAndAddressesAreNot() {
    assertThat(cluster(write("xds.test", Optional.empty())).path("type").asText())
        .isEqualTo("STRICT_DNS");
    assertThat(cluster(write("127.0.0.1", Optional.empty())).path("type").asText())
        .isEqualTo("STATIC");
    assertThat(cluster(write("::1", Optional.empty())).path("type").asText()).isEqualTo("STATIC");
  }

  @Test
  void checksTheServerByName() {
    var context = tls(write("xds.test", Optional.of(FILES)));
    assertThat(context.path("sni").asText()).isEqualTo("xds.test");
    var validation = context.at("/common_tls_context/validation_context");
    assertThat(validation.at("/trusted_ca/filename").asText()).isEqualTo("/etc/ca/ca.pem");
    assertThat(validation.at("/match_typed_subject_alt_names/0/san_type").asText())
        .isEqualTo("DNS");
    assertThat(validation.at("/match_typed_subject_alt_names/0/matcher/exact").asText())
        .isEqualTo("xds.test");
    assertThat(context.at("/common_tls_context/tls_certificates/0/private_key/filename").asText())
        .isEqualTo("/etc/id/key.pem");
  }

  @Test
  void checksTheServerByAddress() {
    var context = tls(write("127.0.0.1", Optional.of(FILES)));
    assertThat(context.has("sni")).isFalse();
    assertThat(
            context
                .at(
                    "/common_tls_context/validation_context/match_typed_subject_alt_names/0/san_type")
                .asText())
        .isEqualTo("IP_ADDRESS");
  }

  @Test
  void watchedFilesAreNamedByDocumentsOfTheirOwn() {
    var options = options("xds.test", Optional.of(WATCHED));
    var common = tls(parse(BootstrapWriter.write(options))).path("common_tls_context");
    assertThat(
            common
                .at("/tls_certificate_sds_secret_configs/0/sds_config/path_config_source/path")
                .asText())
        .isEqualTo("/etc/sds/xds-client.json");
    assertThat(
            common
                .at(
                    "/combined_validation_context/default_validation_context/match_typed_subject_alt_names/0/matcher/exact")
                .asText())
        .isEqualTo("xds.test");

    var files = BootstrapWriter.secretFiles(options);
    assertThat(files).containsOnlyKeys("/etc/sds/xds-ca.json", "/etc/sds/xds-client.json");
    var client =
        parse(files.getOrDefault("/etc/sds/xds-client.json", ""))
            .at("/resources/0/tls_certificate");
    assertThat(client.at("/certificate_chain/filename").asText()).isEqualTo("/etc/id/cert.pem");
    assertThat(client.at("/watched_directory/path").asText()).isEqualTo("/etc/id");
    var ca =
        parse(files.getOrDefault("/etc/sds/xds-ca.json", "")).at("/resources/0/validation_context");
    assertThat(ca.at("/trusted_ca/filename").asText()).isEqualTo("/etc/ca/ca.pem");
    assertThat(ca.at("/watched_directory/path").asText()).isEqualTo("/etc/ca");
  }

  @Test
  void aTokenGoesIntoTheHeaderOfEachStream() {
    var options = options("xds.test", Optional.of(TOKEN));
    var cluster = cluster(parse(BootstrapWriter.write(options)));
    var filters =
        cluster.at(
            "/typed_extension_protocol_options/envoy.extensions.upstreams.http.v3.HttpProtocolOptions/http_filters");
    assertThat(filters)
        .extracting(filter -> filter.path("name").asText())
        .containsExactly(
            "envoy.filters.http.credential_injector", "envoy.filters.http.upstream_codec");
    assertThat(filters.at("/0/typed_config/overwrite").asBoolean()).isTrue();
    var generic = filters.at("/0/typed_config/credential/typed_config");
    assertThat(generic.path("type_url").asText()).endsWith("generic.v3.Generic");
    assertThat(generic.at("/value/header_value_prefix").asText()).isEqualTo("Bearer ");
    assertThat(generic.at("/value/credential/sds_config/path_config_source/path").asText())
        .isEqualTo("/etc/sds/xds-token.json");

    var files = BootstrapWriter.secretFiles(options);
    assertThat(files).containsOnlyKeys("/etc/sds/xds-ca.json", "/etc/sds/xds-token.json");
    var token = parse(files.getOrDefault("/etc/sds/xds-token.json", ""));
    assertThat(token.at("/resources/0/name").asText())
        .isEqualTo(generic.at("/value/credential/name").asText());
    var secret = token.at("/resources/0/generic_secret/secret");
    assertThat(secret.path("filename").asText()).isEqualTo("/run/tokens/token");
    assertThat(secret.at("/watched_directory/path").asText()).isEqualTo("/run/tokens");
  }

  @Test
  void withATokenNoCertificateIsShownAndTheServerIsStillChecked() {
    var context = tls(write("xds.test", Optional.of(TOKEN))).path("common_tls_context");
    assertThat(context.has("tls_certificates")).isFalse();
    assertThat(context.has("tls_certificate_sds_secret_configs")).isFalse();
    assertThat(
            context
                .at(
                    "/combined_validation_context/default_validation_context/match_typed_subject_alt_names/0/matcher/exact")
                .asText())
        .isEqualTo("xds.test");
  }

  @Test
  void aTokenThatIsNotWatchedIsRefused() {
    var token = new XdsCredential.Token("/run/tokens/token");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new XdsTls("/etc/ca/ca.pem", token, Optional.empty()))
        .withMessageContaining("watched");
  }

  @Test
  void withoutAFolderThereAreNoFurtherFiles() {
    assertThat(BootstrapWriter.secretFiles(options("xds.test", Optional.of(FILES)))).isEmpty();
    assertThat(BootstrapWriter.secretFiles(options("xds.test", Optional.empty()))).isEmpty();
  }

  @Test
  void isAFunction() {
    var options = options("xds.test", Optional.of(WATCHED));
    assertThat(BootstrapWriter.write(options)).isEqualTo(BootstrapWriter.write(options));
  }

  private static BootstrapOptions options(String host, Optional<XdsTls> tls) {
    return new BootstrapOptions(
        ProxyRole.GATEWAY, "10.0.0.1~gw.edge~edge.svc", host, 15012, tls, 15000);
  }

  private static JsonNode write(String host, Optional<XdsTls> tls) {
    return parse(BootstrapWriter.write(options(host, tls)));
  }

  private static JsonNode cluster(JsonNode json) {
    return json.at("/static_resources/clusters/0");
  }

  private static JsonNode tls(JsonNode json) {
    return cluster(json).at("/transport_socket/typed_config");
  }

  private static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
