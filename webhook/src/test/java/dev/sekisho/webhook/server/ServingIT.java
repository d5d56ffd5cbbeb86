package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Reviews;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving over TLS: answers, protocols, key pairs, start and end. */
class ServingIT {

  @ParameterizedTest
  @CsvSource({"/validate,v1", "/validate,v1beta1", "/,v1", "/validate?timeout=10s,v1"})
  void answersReviews(String path, String version) throws IOException {
    var requests = new CopyOnWriteArrayList<AdmissionRequest>();
    try (var fixture =
        new ServerFixture(
            request -> {
              requests.add(request);
              return CompletableFuture.completedFuture(ServerFixture.ALLOWED);
            })) {
      var response = fixture.post(path, Reviews.create(version, "uid-1"));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
      var answer = new ObjectMapper().readTree(response.body());
      assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/" + version);
      assertThat(answer.at("/response/uid").asText()).isEqualTo("uid-1");
      assertThat(answer.at("/response/allowed").asBoolean()).isTrue();
      assertThat(requests)
          .singleElement()
          .extracting(request -> request.subject().namespace())
          .isEqualTo("qa");
      fixture.events().await("decision uid-1 Allowed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, /validate",
    "/validate, /validate",
    "/mutate, /mutate",
    "/mutate?timeout=10s, /mutate",
    "/validate-policy, /validate-policy"
  })
  void asksTheReviewerOfThePath(String asked, String path) {
    var who = new CopyOnWriteArrayList<String>();
    var reviewers = new HashMap<String, AdmissionReviewer>();
    for (String served : List.of("/validate", "/mutate", "/validate-policy")) {
      reviewers.put(
          served,
          request -> {
            who.add(served);
            return CompletableFuture.completedFuture(ServerFixture.ALLOWED);
          });
    }
    try (var fixture = new ServerFixture(reviewers, options -> options)) {
      assertThat(fixture.post(asked, Reviews.create("v1", "u")).statusCode()).isEqualTo(200);
      fixture.events().await("decision u Allowed at " + path);
      assertThat(who).containsExactly(path);
      assertThat(fixture.post("/other", Reviews.create("v1", "u")))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
          .satisfies(
              answer ->
                  assertThat(answer.body())
                      .isEqualTo(
                          "no such path: reviews go to POST /mutate, /validate,"
                              + " /validate-policy\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "validate"})
  void servesNoPathWithoutAName(String path) {
    assertThatThrownBy(() -> new ReviewPaths(Map.of(path, ServerFixture.ALLOWING)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: / and a name");
  }

  @Test
  void keepsConnectionsOpen() throws IOException {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING);
        var raw = fixture.raw()) {
      for (int i = 0; i < 3; i++) {
        raw.post("", Reviews.create("v1", "u" + i));
        assertThat(raw.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"u" + i + "\"");
      }
      raw.post("", "nonsense");
      assertThat(raw.readUntil("column")).startsWith("HTTP/1.1 400 ");
      raw.readUntil("\n");
      raw.post("", Reviews.create("v1", "after"));
      assertThat(raw.readUntil("}}")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void usesSeveralEventLoops() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (var fixture =
        new ServerFixture(
            request -> {
              threads.add(Thread.currentThread().getName());
              return CompletableFuture.completedFuture(ServerFixture.ALLOWED);
            },
            options -> options.withEventLoops(2))) {
      IntStream.range(0, 6).forEach(i -> fixture.postGood());
    }
    assertThat(threads).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksModernTlsAndNoHttp2(String version) throws IOException {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING);
        var raw = RawTls.connect(fixture.server().port(), version)) {
      assertThat(raw.tlsVersion()).isEqualTo(version);
      assertThat(raw.applicationProtocol()).isEmpty();
      raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
      assertThat(raw.readToEnd()).doesNotContain("\0").matches("(?s)(HTTP/\\S+ [45].*|.*reset.)?");
    }
  }

  @Test
  void anHttp2ClientFallsBack() {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING)) {
      assertThat(fixture.postGood().version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /validate HTTP/1.1\r\nContent-Length: 7\r\n\r\nhunter2",
        "hunter2",
        "\u0016\u0003\u0001\u0000\u0007hunter2",
      })
  void plainTextOnThePortDisturbsNobody(String text) throws IOException {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING);
        var good = fixture.raw();
        var bad = new Socket(InetAddress.getLoopbackAddress(), fixture.server().port())) {
      bad.setSoTimeout(20_000);
      bad.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      bad.getOutputStream().flush();
      fixture.events().await("connection TLS handshake failed");
      // Nothing else: what the TLS engine says about it quotes the bytes in hexadecimal.
      assertThat(fixture.events().lines()).containsOnly("connection TLS handshake failed");
      good.post("", Reviews.create("v1", "u"));
      assertThat(good.readUntil("}}")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void givesUpOnHandshakesThatDoNotHappen() throws IOException {
    var limits = ServerLimits.DEFAULT;
    var impatient =
        new ServerLimits(
            limits.bodyBytes(),
            limits.bufferedBytes(),
            limits.concurrentReviews(),
            Duration.ofMillis(200),
            limits.idle(),
            limits.body(),
            limits.review());
    try (var fixture =
            new ServerFixture(ServerFixture.ALLOWING, options -> options.withLimits(impatient));
        var silent = new Socket(InetAddress.getLoopbackAddress(), fixture.server().port())) {
      silent.setSoTimeout(20_000);
      assertThat(silent.getInputStream().readAllBytes()).isNotNull();
      fixture.events().await("connection ");
    }
  }

  @Test
  void reloadsItsKeyPairInPlace() throws IOException {
    try (var fixture =
            new ServerFixture(ServerFixture.ALLOWING, options -> options.withEventLoops(2));
        var before = fixture.raw()) {
      assertThat(before.peer()).isEqualTo("CN=first");
      ServerFixture.get(fixture.server().reload(ServerFixture.SECOND));
      for (int i = 0; i < 6; i++) {
        try (var after = fixture.raw()) {
          assertThat(after.peer()).isEqualTo("CN=second");
          after.post("", Reviews.create("v1", "u"));
          assertThat(after.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
      }
      before.post("", Reviews.create("v1", "old"));
      assertThat(before.readUntil("}}")).startsWith("HTTP/1.1 200 ");
      ServerFixture.get(fixture.server().reload(ServerFixture.FIRST));
      try (var again = fixture.raw()) {
        assertThat(again.peer()).isEqualTo("CN=first");
      }
    }
  }

  @Test
  void keepsTheOldKeyPairIfTheNewOneIsNoGood() throws IOException {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING)) {
      var broken =
          List.of(
              new ServingKeyPair("no certificate", ServerFixture.SECOND.privateKeyPem()),
              new ServingKeyPair(ServerFixture.SECOND.certificateChainPem(), "hunter2"),
              new ServingKeyPair(
                  ServerFixture.SECOND.certificateChainPem(), ServerFixture.FIRST.privateKeyPem()));
      for (var pair : broken) {
        assertThatThrownBy(() -> ServerFixture.get(fixture.server().reload(pair)))
            .hasMessageNotContaining("hunter2");
        try (var raw = fixture.raw()) {
          assertThat(raw.peer()).isEqualTo("CN=first");
        }
      }
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void failsToStartOnAPortThatIsTaken() {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING)) {
      var options =
          AdmissionServerOptions.defaults(ServerFixture.FIRST)
              .withAddress("127.0.0.1", fixture.server().port());
      Vertx other = Vertx.vertx();
      try {
        assertThatThrownBy(
                () ->
                    ServerFixture.get(
                        AdmissionServer.start(other, options, Map.of(), new RecordedEvents())))
            .hasMessageContaining("in use");
      } finally {
        ServerFixture.get(other.close().toCompletionStage());
      }
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void finishesRequestsUnderWayWhenClosed() throws IOException {
    var decision = new CompletableFuture<AdmissionDecision>();
    var asked = new CompletableFuture<Void>();
    try (var fixture =
            new ServerFixture(
                request -> {
                  asked.complete(null);
                  return decision;
                });
        var idle = fixture.raw();
        var busy = fixture.raw()) {
      busy.post("", Reviews.create("v1", "last"));
      ServerFixture.get(asked);
      var closed = fixture.server().close(Duration.ofSeconds(20));
      assertThat(idle.readToEnd()).isEmpty();
      awaitRefusal(fixture.server().port());
      assertThat(closed.toCompletableFuture()).isNotDone();
      decision.complete(ServerFixture.ALLOWED);
      assertThat(busy.readToEnd())
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("connection: close")
          .contains("\"uid\":\"last\"");
      ServerFixture.get(closed);
    }
  }

  private static void awaitRefusal(int port) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(System.nanoTime())
            .as("waiting for %s to be refused", socket.getRemoteSocketAddress())
            .isLessThan(end);
      } catch (ConnectException refused) {
        return;
      }
    }
  }

  @Test
  void closesWithoutAnswersWhenTheGraceIsOver() throws IOException {
    var asked = new CompletableFuture<Void>();
    try (var fixture =
            new ServerFixture(
                request -> {
                  asked.complete(null);
                  return new CompletableFuture<>();
                });
        var busy = fixture.raw()) {
      busy.post("", Reviews.create("v1", "never"));
      ServerFixture.get(asked);
      ServerFixture.get(fixture.server().close(Duration.ofMillis(200)));
      assertThat(busy.readToEnd()).doesNotContain("200");
    }
  }

  @Test
  void serversOfOneVertxAreIndependent() {
    try (var fixture = new ServerFixture(ServerFixture.ALLOWING)) {
      var ports = new ArrayList<Integer>();
      ports.add(fixture.server().port());
      var options =
          AdmissionServerOptions.defaults(ServerFixture.SECOND).withAddress("127.0.0.1", 0);
      var second =
          ServerFixture.get(
              AdmissionServer.start(fixture.vertx(), options, Map.of(), new RecordedEvents()));
      ports.add(second.port());
      assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0);
      ServerFixture.get(second.close(Duration.ZERO));
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }
}
