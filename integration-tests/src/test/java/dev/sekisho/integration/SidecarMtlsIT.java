package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real Envoys with the tokens of their Pods, and the certificates that they get for them. */
@KubernetesTest
class SidecarMtlsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static ControlPlaneProcess controlPlane;
  private static TestPod web;
  private static TestPod api;
  private static Upstream application;
  private static EnvoyProcess client;
  private static EnvoyProcess server;
  private static int serverPort;

  @BeforeAll
  static void start(Cluster cluster) {
    controlPlane = ControlPlaneProcess.start(cluster);
    web = TestPod.create(cluster, cluster.freshNamespace("shop", ""), "web", "web-1");
    api = TestPod.create(cluster, cluster.freshNamespace("bank", ""), "api", "api-1");
    application = Upstream.startShowing("X-Forwarded-Client-Cert");
    serverPort = Ports.free();
    server = TestSidecar.server(TestSidecar.Home.of(controlPlane), api, serverPort, application);
    client =
        TestSidecar.client(
            TestSidecar.Home.of(controlPlane), web, Ports.free(), serverPort, api.spiffeId());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    application.close();
    controlPlane.close();
  }

  @Test
  void theyTalkMutualTlsWithTheirIdentities() {
    var shown = forwarded();
    assertThat(shown).containsEntry("URI", web.spiffeId());

    var clientChain =
        URLDecoder.decode(unquoted(shown.getOrDefault("Cert", "")), StandardCharsets.US_ASCII);
    assertThat(Openssl.uris(clientChain)).containsExactly(web.spiffeId());
    Openssl.verify(controlPlane.ca(), clientChain);

    var serverChain = shownByServer();
    assertThat(Openssl.uris(serverChain)).containsExactly(api.spiffeId());
    Openssl.verify(controlPlane.ca(), serverChain);
    assertThat(Openssl.run(serverChain, "x509", "-noout", "-text"))
        .contains("TLS Web Server Authentication, TLS Web Client Authentication")
        .contains("id-ecPublicKey")
        .contains("prime256v1");
  }

  @Test
  void plaintextIsRefused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      socket.setSoTimeout((int) SOON.toMillis());
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: api\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(everything(socket.getInputStream())).doesNotContain("HTTP/1.1 200");
    }
    assertThat(forwarded()).as("while mutual TLS goes on").isNotEmpty();
  }

  @Test
  void aClientWithoutACertificateIsRefused() {
    var run =
        Command.run(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + serverPort,
                "-CAfile",
                controlPlane.ca().toString(),
                // Which also waits for the server to end the connection.
                "-quiet"),
            Map.of(),
            "GET / HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n",
            Command.SHORT);
    assertThat(run.out()).doesNotContain("200 OK");
    assertThat(run.err()).contains("certificate required");
  }

  @Test
  void aServerOfAnotherIdentityIsntTalkedTo(Cluster cluster) {
    var other = TestPod.create(cluster, web.namespace(), "other", "other-1");
    try (var envoy =
        TestSidecar.client(
            TestSidecar.Home.of(controlPlane), other, Ports.free(), serverPort, web.spiffeId())) {
      assertThat(envoy.get("api", "/").status()).isEqualTo(503);
      assertThat(envoy.stat("cluster.next.ssl.fail_verify_san")).isPositive();
    }
  }

  /** What the server's application is told of the client. */
  private static Map<String, String> forwarded() {
    var reply =
        Await.value(
            "a reply through both",
            SOON,
            () -> Optional.of(client.get("api", "/")).filter(r -> r.status() == 200));
    return Arrays.stream(reply.body().split(";", -1))
        .map(part -> part.split("=", 2))
        .filter(part -> part.length == 2)
        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }

  private static String unquoted(String text) {
    return text.replace("\"", "");
  }

  private static String shownByServer() {
    var run =
        Command.run(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + serverPort, "-showcerts"),
            Map.of(),
            "",
            Command.SHORT);
    var text = run.out();
    return text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"));
  }

  private static String everything(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // reset
    }
  }
}
