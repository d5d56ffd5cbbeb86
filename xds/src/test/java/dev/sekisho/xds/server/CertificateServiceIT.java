package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sekisho.certs.SigningRequest;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.identity.RejectReason;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Istio's certificate service over TLS, asked as Istio's agent asks, with openssl's requests. */
@Timeout(60)
class CertificateServiceIT {
  private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
  private static final long DAY = Duration.ofHours(24).toSeconds();

  @TempDir private Path folder;
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa:2048",
        "rsa:4096",
        "ec -pkeyopt ec_paramgen_curve:prime256v1",
        "ec -pkeyopt ec_paramgen_curve:secp384r1"
      })
  void signsTheKeyForTheCaller(String key) throws Exception {
    var openssl = new OpenSsl(folder);

    var chain = IstioAgent.create(web(), openssl.request(key, "URI:" + WEB), DAY);

    assertThat(chain).hasSize(2).allMatch(pem -> pem.split("BEGIN CERTIFICATE", -1).length == 2);
    assertThat(chain.getLast()).isEqualTo(server.keys.authority.certificatePem());
    openssl.write("leaf.pem", chain.getFirst());
    openssl.write("root.pem", chain.getLast());
    for (var purpose : List.of("sslclient", "sslserver")) {
      assertThat(openssl.run("verify", "-purpose", purpose, "-CAfile", "root.pem", "leaf.pem"))
          .contains("leaf.pem: OK");
    }
    assertThat(openssl.run("x509", "-in", "leaf.pem", "-noout", "-pubkey"))
        .isEqualTo(openssl.run("pkey", "-in", "key.pem", "-pubout"));
    assertThat(openssl.run("x509", "-in", "leaf.pem", "-noout", "-ext", "subjectAltName"))
        .contains("URI:" + WEB)
        .doesNotContain("DNS:", "IP Address:");
  }

  @Test
  void theNameComesFromTheCredentials() throws Exception {
    var csr = new OpenSsl(folder).request("rsa:2048", "");

    var leaf = certificate(IstioAgent.create(web(), csr, DAY).getFirst());

    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, WEB));
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    var byCertificate = certificate(IstioAgent.create(server.tls(), csr, DAY).getFirst());
    assertThat(byCertificate.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://cluster.local/ns/test/sa/gateway"));
  }

  @ParameterizedTest
  @CsvSource({"0, 86400", "-1, 86400", "3600, 3600", "1, 60", "9223372036854775807, 86400"})
  void livesAsLongAsAskedWithinBounds(long asked, long seconds) throws Exception {
    var csr = new OpenSsl(folder).request("rsa:2048", "");
    var before = Instant.now();

    var leaf = certificate(IstioAgent.create(web(), csr, asked).getFirst());

    assertThat(leaf.getNotAfter().toInstant())
        .isBetween(before.plusSeconds(seconds - 1), Instant.now().plusSeconds(seconds));
  }

  @Test
  void duringARotationAgentsAreToTrustBothRoots() throws Exception {
    var next = new TestKeys().authority;
    var both = new TrustBundle(List.of(server.keys.authority.certificate(), next.certificate()));
    server.certificates.replace(next, both);

    var chain = IstioAgent.create(web(), new OpenSsl(folder).request("rsa:2048", ""), DAY);

    assertThat(chain).hasSize(2);
    assertThat(chain.getLast())
        .isEqualTo(next.certificatePem() + server.keys.authority.certificatePem());
    certificate(chain.getFirst()).verify(next.certificate().getPublicKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "URI:spiffe://cluster.local/ns/shop/sa/admin",
        "URI:spiffe://cluster.local/ns/pay/sa/web",
        "DNS:kubernetes.default.svc",
        "IP:10.0.0.1",
        "URI:spiffe://cluster.local/ns/shop/sa/web,DNS:web.shop.svc"
      })
  void foreignNamesAreRefused(String names) throws Exception {
    var csr = new OpenSsl(folder).request("ec -pkeyopt ec_paramgen_curve:prime256v1", names);

    var status = refused(web(), csr, RejectReason.INVALID_CSR);

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("asks for", WEB);
  }

  @Test
  void bombsAreRefused() throws Exception {
    var bomb = "-----BEGIN CERTIFICATE REQUEST-----\n" + "A".repeat(100_000);
    assertInvalid(bomb, "bytes");
    var names =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "URI:spiffe://cluster.local/ns/n/sa/" + i)
            .collect(Collectors.joining(","));
    assertInvalid(
        new OpenSsl(folder).request("ec -pkeyopt ec_paramgen_curve:prime256v1", names), "bytes");
    // Within the message, yet more than a request may have.
    assertInvalid("x".repeat(SigningRequest.MAX_BYTES + 1), "expected: <= 10240");
    assertThat(IstioAgent.create(web(), new OpenSsl(folder).request("rsa:2048", ""), DAY))
        .as("others aren't affected")
        .hasSize(2);
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    assertInvalid("", "BEGIN CERTIFICATE REQUEST");
    assertInvalid("hunter2", "BEGIN CERTIFICATE REQUEST");
    assertInvalid(new OpenSsl(folder).request("rsa:1024", ""), "RSA of 2048");
    var error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> IstioAgent.createOf(web(), new byte[] {0x0a, 0x7f, 1}));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void strangersAreRefused() throws Exception {
    var csr = new OpenSsl(folder).request("rsa:2048", "");

    var nobody = server.tls(server.keys.anonymous());
    assertThat(refused(nobody, csr, RejectReason.NO_CREDENTIALS).getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused(bearer("forged"), csr, RejectReason.INVALID_TOKEN).getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void thePlaintextPortDoesNotSign() throws Exception {
    var csr = new OpenSsl(folder).request("rsa:2048", "");

    var error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> IstioAgent.create(server.plaintext(), csr, DAY));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private void assertInvalid(String csr, String words) throws InterruptedException {
    var status = refused(web(), csr, RejectReason.INVALID_CSR);
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(words).doesNotContain("hunter2");
  }

  private Status refused(Channel channel, String csr, RejectReason reason)
      throws InterruptedException {
    var error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> IstioAgent.create(channel, csr, DAY));
    assertThat(error).as("refused").isNotNull();
    assertThat(server.events.rejected.poll(10, TimeUnit.SECONDS)).isEqualTo(reason);
    return error.getStatus();
  }

  private Channel web() {
    return bearer(TestIdentities.token("shop", "web-1"));
  }

  private Channel bearer(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        server.tls(server.keys.anonymous()), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static X509Certificate certificate(String pem) throws CertificateException, IOException {
    try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
