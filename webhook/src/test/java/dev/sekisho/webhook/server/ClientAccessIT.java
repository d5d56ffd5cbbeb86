package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.webhook.review.Reviews;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Who may connect to a server that isn't for everybody. */
class ClientAccessIT {

  private static final ServingKeyPair CLIENT = TestCertificates.make("client", "EC");
  private static final ServingKeyPair STRANGER = TestCertificates.make("stranger", "EC");

  private static ServerFixture fixture(ClientAccess access) {
    return new ServerFixture(ServerFixture.ALLOWING, options -> options.withClients(access));
  }

  private static int post(ServerFixture fixture, SSLContext tls)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      return client
          .send(
              fixture
                  .request("/validate")
                  .POST(HttpRequest.BodyPublishers.ofString(Reviews.create("v1", "u")))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void clientsShowACertificateOfTheAuthority() throws Exception {
    var access = new ClientAccess(Optional.of(CLIENT.certificateChainPem()), List.of());
    try (var fixture = fixture(access)) {
      var trusted = TestCertificates.showing(CLIENT, ServerFixture.FIRST, ServerFixture.SECOND);
      assertThat(post(fixture, trusted)).isEqualTo(200);

      var stranger = TestCertificates.showing(STRANGER, ServerFixture.FIRST, ServerFixture.SECOND);
      assertThatThrownBy(() -> post(fixture, stranger)).isInstanceOf(IOException.class);
      var nobody = TestCertificates.trusting(ServerFixture.FIRST, ServerFixture.SECOND);
      assertThatThrownBy(() -> post(fixture, nobody)).isInstanceOf(IOException.class);
      fixture.events().await("connection TLS handshake failed");

      // A new key pair of the server changes nothing about its clients.
      ServerFixture.get(fixture.server().reload(ServerFixture.SECOND));
      assertThat(post(fixture, trusted)).isEqualTo(200);
      assertThatThrownBy(() -> post(fixture, nobody)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientsComeFromTheNetworks() throws Exception {
    var here = ClientNetwork.parse("127.0.0.0/8").orElseThrow();
    var elsewhere = ClientNetwork.parse("10.0.0.0/8").orElseThrow();
    var tls = TestCertificates.trusting(ServerFixture.FIRST);
    try (var fixture = fixture(new ClientAccess(Optional.empty(), List.of(elsewhere, here)))) {
      assertThat(post(fixture, tls)).isEqualTo(200);
    }
    try (var fixture = fixture(new ClientAccess(Optional.empty(), List.of(elsewhere)))) {
      // Often enough that some request is read before its connection is closed.
      for (int i = 0; i < 200; i++) {
        assertThatThrownBy(() -> post(fixture, tls)).isInstanceOf(IOException.class);
      }
      fixture.events().await("connection client address not allowed");
      assertThat(fixture.events().lines()).noneMatch(line -> line.startsWith("decision"));
    }
  }
}
