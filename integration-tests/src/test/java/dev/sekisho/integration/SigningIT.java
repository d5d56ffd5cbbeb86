package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that keep their key, with the real token of a Pod, have it signed. */
@KubernetesTest
class SigningIT {
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private static ControlPlaneProcess controlPlane;
  private static TestPod web;

  @TempDir private Path folder;

  @BeforeAll
  static void start(Cluster cluster) {
    controlPlane = ControlPlaneProcess.start(cluster);
    web = TestPod.create(cluster, cluster.freshNamespace("shop", ""), "web", "web-1");
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  @Test
  void theCertificateIsThatOfThePodsAccount() {
    var chain =
        SigningClient.sign(controlPlane, web.token(), request("URI:" + web.spiffeId()), DAY);

    assertThat(chain).hasSize(2);
    assertThat(Openssl.uris(chain.getFirst())).containsExactly(web.spiffeId());
    Openssl.verify(controlPlane.ca(), chain.getFirst());
    assertThat(controlPlane.ca()).hasContent(chain.getLast());
    assertThat(controlPlane.metric("sekisho_workload_certificates_total{result=\"signed\"}"))
        .isPositive();
  }

  @Test
  void foreignNamesAreRefused() {
    var refused = refused(web.token(), request("URI:spiffe://cluster.local/ns/bank/sa/api"));

    assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getDescription()).contains("ns/bank/sa/api", web.spiffeId());
  }

  @Test
  void bombsAreRefused() {
    var refused = refused(web.token(), "x".repeat(100_000));

    assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(controlPlane.metric("sekisho_xds_rejected_total{reason=\"invalid-csr\"}"))
        .isPositive();
  }

  @Test
  void tokensThatProveNoPodAreRefused(Cluster cluster) {
    var csr = request("URI:" + web.spiffeId());

    assertThat(refused(web.token("https://kubernetes.default.svc"), csr).getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused(web.unboundToken(), csr).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    var gone = TestPod.create(cluster, web.namespace(), "web", "web-2");
    var token = gone.token();
    gone.delete();
    assertThat(refused(token, csr).getCode())
        .isIn(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);
  }

  private static Status refused(String token, String csr) {
    var error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> SigningClient.sign(controlPlane, token, csr, DAY));
    assertThat(error).as("refused").isNotNull();
    return error.getStatus();
  }

  /** With a key as Istio's agent makes it by default. */
  private String request(String name) {
    var command =
        List.of(
            "openssl",
            "req",
            "-new",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/O=",
            "-addext",
            "subjectAltName=" + name,
            "-keyout",
            folder.resolve("key.pem").toString());
    return Command.run(command, Map.of(), "", Command.SHORT).orFail("openssl").out();
  }
}
