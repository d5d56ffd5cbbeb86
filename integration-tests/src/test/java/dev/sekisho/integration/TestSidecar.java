package dev.sekisho.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Envoy with the bootstrap of a sidecar, whose secrets come from the control plane and whose
 * one listener the test writes: a server that takes mTLS only, or a client that speaks it.
 */
final class TestSidecar {
  /** Where sidecars have it: what they answer of themselves is asked for there. */
  static final int ADMIN = 15000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * A connection that came before rules changed is asked to end with the next answer, and ends
   * after 45 s: Envoy's own way is to take ten minutes over it.
   */
  private static final List<String> DRAIN =
      List.of("--drain-strategy", "immediate", "--drain-time-s", "45");

  private static final GatewayPorts NO_GATEWAY = new GatewayPorts(0, 0);

  /** TLS with the workload's own certificate, and the roots that come with it. */
  private static final String TLS =
      """
      common_tls_context:
        tls_certificate_sds_secret_configs:
        - {name: default, sds_config: {ads: {}, resource_api_version: V3}}
        combined_validation_context:
          default_validation_context:
            match_typed_subject_alt_names:
            - {san_type: URI, matcher: {%s}}
          validation_context_sds_secret_config:
            {name: ROOTCA, sds_config: {ads: {}, resource_api_version: V3}}
      """;

  private static final String LISTENER =
      """
      resources:
      - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
        name: main
        address: {socket_address: {address: %s, port_value: %d}}
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: main
              forward_client_cert_details: SANITIZE_SET
              set_current_client_cert_details: {uri: true, cert: true}
              http_filters:
              - name: envoy.filters.http.router
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
              route_config:
                name: main
                virtual_hosts:
                - name: all
                  domains: ["*"]
                  routes: [{match: {prefix: /}, route: {cluster: next}}]
      """;

  /** Few requests for each connection, so that there are many handshakes. */
  private static final String CLUSTER =
      """
      resources:
      - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
        name: next
        type: STATIC
        connect_timeout: 5s
        load_assignment:
          cluster_name: next
          endpoints:
          - lb_endpoints:
            - endpoint: {address: {socket_address: {address: %s, port_value: %d}}}
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config: {http_protocol_options: {}}
            common_http_protocol_options: {max_requests_per_connection: 5}
      """;

  /**
   * How to reach a control plane.
   *
   * @param xds host and port
   * @param roots file that it can be checked against
   */
  record Home(String xds, Path roots) {
    static Home of(ControlPlaneProcess controlPlane) {
      return new Home(controlPlane.xds(), controlPlane.ca());
    }
  }

  private TestSidecar() {}

  /**
   * One with the configuration that the control plane gives it, and no other.
   *
   * @param port where {@link Reply#redirected} enters
   */
  static EnvoyProcess configured(Home home, TestPod pod, int port) {
    try {
      var folder = Tools.newData(pod.name());
      int admin = Ports.free();
      var bootstrap = bootstrap(home, pod, folder, token(pod, folder), admin);
      ((ObjectNode) bootstrap)
          .withObject("/static_resources")
          .withArray("listeners")
          .add(redirection(port));
      return start(pod, bootstrap, admin, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One that runs in that namespace with the configuration that the control plane gives it.
   *
   * @param hosts file in which it finds the control plane's name
   * @param adminPort where its admin port can be reached
   */
  static EnvoyProcess inside(
      NetworkPod namespace, Path hosts, int adminPort, Home home, TestPod pod) {
    try {
      var folder = Tools.newData(pod.name());
      return EnvoyProcess.start(
          new EnvoyProcess.Start(namespace.asSidecar(hosts.toString()), DRAIN),
          pod.name(),
          pod.cluster().logs(),
          bootstrap(home, pod, folder, token(pod, folder), ADMIN).toPrettyString(),
          adminPort,
          NO_GATEWAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In the place of the kernel, which would redirect connections to the listener for that: takes
   * them as if they had gone where their first line says, and hands them on alike. The deprecated
   * field reads that line after the kernel was asked: where it tracks connections, as with rules of
   * Docker's, it knows an answer, which would count otherwise.
   */
  private static JsonNode redirection(int port) throws JsonProcessingException {
    return JSON.readTree(
        """
        {
          "name": "redirection",
          "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}},
          "use_original_dst": true,
          "filter_chains": [{
            "use_proxy_proto": true,
            "filters": [{
              "name": "envoy.filters.network.tcp_proxy",
              "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "stat_prefix": "redirection",
                "cluster": "BlackHoleCluster"
              }
            }]
          }]
        }
        """
            .formatted(port));
  }

  private static Path token(TestPod pod, Path folder) throws IOException {
    return Files.writeString(folder.resolve("token"), pod.token());
  }

  private static EnvoyProcess start(TestPod pod, JsonNode bootstrap, int admin, int port) {
    return EnvoyProcess.start(
        pod.name(),
        pod.cluster().logs(),
        bootstrap.toPrettyString(),
        admin,
        new GatewayPorts(port, port));
  }

  /** One that takes mTLS of the trust domain alone, and hands on to the application. */
  static EnvoyProcess server(Home home, TestPod pod, int port, Upstream application) {
    var tls = TLS.formatted("prefix: \"spiffe://cluster.local/\"");
    var socket =
        """
          transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              require_client_certificate: true
        """
                .indent(2)
            + tls.indent(8);
    return start(
        home,
        pod,
        port,
        LISTENER.formatted("0.0.0.0", port) + socket,
        CLUSTER.formatted(application.address(), application.port()));
  }

  /** One that hands on over mTLS to the server of that identity. */
  static EnvoyProcess client(Home home, TestPod pod, int port, int server, String identity) {
    var tls = TLS.formatted("exact: \"" + identity + "\"");
    var socket =
        """
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        """
                .indent(2)
            + tls.indent(6);
    return start(
        home,
        pod,
        port,
        LISTENER.formatted("127.0.0.1", port),
        CLUSTER.formatted("127.0.0.1", server) + socket);
  }

  private static EnvoyProcess start(
      Home home, TestPod pod, int port, String listener, String cluster) {
    try {
      var folder = Tools.newData(pod.name());
      Files.writeString(folder.resolve("listeners.yaml"), listener);
      Files.writeString(folder.resolve("clusters.yaml"), cluster);
      int admin = Ports.free();
      var bootstrap = bootstrap(home, pod, folder, token(pod, folder), admin);
      var dynamic = (ObjectNode) bootstrap.path("dynamic_resources");
      dynamic.set("lds_config", file(folder.resolve("listeners.yaml")));
      dynamic.set("cds_config", file(folder.resolve("clusters.yaml")));
      return start(pod, bootstrap, admin, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode bootstrap(Home home, TestPod pod, Path folder, Path token, int admin)
      throws JsonProcessingException {
    var command =
        ControlPlaneProcess.command(
            "bootstrap",
            "--role=sidecar",
            "--id=" + pod.sidecar(),
            "--xds=" + home.xds(),
            "--token-file=" + token,
            "--ca-file=" + home.roots(),
            "--secrets-dir=" + folder.resolve("documents"),
            "--envoy-admin-port=" + admin);
    var run = Command.run(command, Map.of(), "", Command.SHORT).orFail("bootstrap");
    return JSON.readTree(run.out());
  }

  private static JsonNode file(Path path) {
    var config = JSON.createObjectNode().put("resource_api_version", "V3");
    config.putObject("path_config_source").put("path", path.toString());
    return config;
  }
}
