package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.webhook.inject.InjectionSettings;
import org.junit.jupiter.api.Test;

class SidecarBootstrapTest {

  private static final SidecarSettings SETTINGS =
      new SidecarSettings(InjectionSettings.defaults("1", "mesh"), "xds.example", 4711);

  @Test
  void sidecarsFindTheControlPlaneAndTheirFiles() throws Exception {
    var files = SidecarBootstrap.files(SETTINGS);

    assertThat(files).containsOnlyKeys("envoy.json", "xds-ca.json", "xds-token.json");
    var bootstrap = JsonMapper.builder().build().readTree(files.get("envoy.json"));
    var address =
        bootstrap.at(
            "/static_resources/clusters/0/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address");
    assertThat(address.path("address").asText()).isEqualTo("xds.example");
    assertThat(address.path("port_value").asInt()).isEqualTo(4711);
    assertThat(bootstrap.at("/admin/address/socket_address/port_value").asInt()).isEqualTo(15000);
    assertThat(files.get("envoy.json"))
        .contains("/etc/sekisho/bootstrap/xds-ca.json", "/etc/sekisho/bootstrap/xds-token.json")
        .doesNotContain("\n");
    assertThat(files.get("xds-ca.json")).contains("/var/run/secrets/sekisho/root-cert.pem");
    assertThat(files.get("xds-token.json")).contains("/var/run/secrets/tokens/token");
  }
}
