package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.Reviews;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers to requests that aren't as they should be. */
class BadInputIT {

  private static final int BODY_LIMIT = 1 << 20;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ServerFixture fixture =
      new ServerFixture(
          ServerFixture.ALLOWING,
          options ->
              options.withLimits(
                  new ServerLimits(
                      BODY_LIMIT,
                      2 * BODY_LIMIT,
                      8,
                      TEN_SECONDS,
                      TEN_SECONDS,
                      TEN_SECONDS,
                      TEN_SECONDS)));

  @AfterEach
  void serversGoOnAndStop() {
    assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    assertThat(fixture.events().failures()).isEmpty();
    assertThat(fixture.events().lines()).noneMatch(line -> line.contains(Reviews.CONFIDENTIAL));
    fixture.close();
  }

  private void assertRefused(HttpResponse<String> response, int status, String reason) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).startsWith(reason).endsWith("\n").hasLineCount(1);
    assertThat(response.body()).doesNotContain(Reviews.CONFIDENTIAL, "Exception");
    fixture.events().await("rejected " + status + " " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "{\"a\": hunter2}", "\u0000\u0001"})
  void refusesWhatIsNotJson(String body) {
    assertRefused(fixture.post("/validate", body), 400, "not JSON at line 1");
  }

  @Test
  void refusesAnEmptyBody() {
    assertRefused(fixture.post("/validate", ""), 400, "not JSON: the body is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/jsonp", "application/yaml", "json", ""})
  void refusesOtherContentTypes(String type) throws IOException {
    String review = Reviews.create("v1", "u");
    try (var raw = fixture.raw()) {
      String header = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
      raw.send(
          "POST /validate HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
              .formatted(header, review.length(), review));
      assertThat(raw.readToEnd())
          .startsWith("HTTP/1.1 400 ")
          .endsWith("\r\n\r\ncontent type is not application/json\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;"})
  void acceptsSpellingsOfJson(String type) {
    try (var client = ServerFixture.client()) {
      var request =
          fixture
              .request("/validate")
              .setHeader("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString(Reviews.create("v1", "u")))
              .build();
      var response =
          ServerFixture.get(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatIsNoReview() {
    assertRefused(fixture.post("/validate", "{}"), 400, "not an AdmissionReview");
    assertRefused(
        fixture.post(
            "/", "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"}"),
        400,
        "not an AdmissionReview to answer: request is missing");
  }

  @Test
  void refusesUnknownVersionsAndNamesTheKnown() {
    assertRefused(
        fixture.post("/validate", Reviews.create("v2", "u")),
        400,
        "version of AdmissionReview is not supported:"
            + " this webhook knows admission.k8s.io/v1 and admission.k8s.io/v1beta1");
  }

  @Test
  void refusesKeysThatStandTwice() {
    assertRefused(
        fixture.post("/validate", Reviews.withObject("{\"hunter2\":1,\"hunter2\":2}")),
        400,
        "not JSON: a key stands twice");
  }

  @Test
  void refusesHugeNumbersAndDeepNesting() {
    var beyond = "JSON beyond the limits";
    assertRefused(fixture.post("/validate", "[".repeat(100_000)), 400, beyond);
    assertRefused(fixture.post("/validate", "{\"a\":".repeat(100_000)), 400, beyond);
    assertRefused(fixture.post("/validate", Reviews.withObject("1".repeat(500_000))), 400, beyond);
  }

  @Test
  void refusesADeclaredLengthOverTheLimitBeforeTheBody() throws IOException {
    try (var raw = fixture.raw()) {
      raw.send(RawTls.head("Content-Length: " + (BODY_LIMIT + 1) + "\r\n"));
      assertThat(raw.readToEnd())
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("connection: close")
          .endsWith("\r\n\r\nbody over the limit of 1048576 bytes\n");
    }
  }

  @Test
  void tellsAClientThatSendsItsBodyAllTheSame() {
    assertRefused(
        fixture.post("/validate", " ".repeat(3 * BODY_LIMIT)),
        413,
        "body over the limit of 1048576 bytes");
  }

  @Test
  void refusesChunksOverTheLimit() {
    byte[] body = new byte[3 * BODY_LIMIT];
    Arrays.fill(body, (byte) ' ');
    try (var client = ServerFixture.client()) {
      var request =
          fixture
              .request("/validate")
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      assertRefused(
          ServerFixture.get(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())),
          413,
          "body over the limit of 1048576 bytes");
    }
  }

  @Test
  void acceptsChunksWithinTheLimitAndABodyOfExactlyTheLimit() throws IOException {
    String review = Reviews.create("v1", "u");
    assertThat(fixture.post("/", review + " ".repeat(BODY_LIMIT - review.length())).statusCode())
        .isEqualTo(200);
    try (var raw = fixture.raw()) {
      int half = review.length() / 2;
      raw.send(RawTls.head("Transfer-Encoding: chunked\r\n"));
      raw.send("%x\r\n%s\r\n".formatted(half, review.substring(0, half)));
      raw.send("%x\r\n%s\r\n0\r\n\r\n".formatted(review.length() - half, review.substring(half)));
      assertThat(raw.readUntil("}}")).startsWith("HTTP/1.1 200 ");
    }
  }

  /** A client that never stops is cut off, and costs no memory worth mentioning. */
  @Test
  void cutsOffAHundredMegabytes() throws IOException {
    byte[] piece = new byte[1 << 16];
    long sent = 0;
    try (var raw = fixture.raw()) {
      raw.send(RawTls.head("Content-Length: 100000000\r\n"));
      try {
        while (sent < 100_000_000) {
          raw.send(piece);
          sent += piece.length;
        }
      } catch (IOException closedByTheServer) {
        assertThat(sent).isPositive();
      }
      fixture.events().await("rejected 413");
    }
  }

  @Test
  void continuesOnlyBodiesThatItWillRead() throws IOException {
    String review = Reviews.create("v1", "u");
    try (var raw = fixture.raw()) {
      raw.send(RawTls.head("Expect: 100-continue\r\nContent-Length: " + review.length() + "\r\n"));
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      assertThat(raw.send(review).readUntil("}}")).startsWith("HTTP/1.1 200 ");
    }
    try (var raw = fixture.raw()) {
      raw.send(RawTls.head("Expect: 100-continue\r\nContent-Length: 100000000\r\n"));
      assertThat(raw.readUntil("\r\n")).startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mutate", "/validate/", "/validate/x", "/healthz", "/%zz", "//"})
  void knowsNoOtherPaths(String path) throws IOException {
    try (var raw = fixture.raw()) {
      raw.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(raw.readToEnd())
          .startsWith("HTTP/1.1 404 ")
          .endsWith("\r\n\r\nno such path: reviews go to POST /validate\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW"})
  void knowsNoOtherMethods(String method) throws IOException {
    try (var raw = fixture.raw()) {
      raw.send(method + " /validate HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readToEnd())
          .startsWith("HTTP/1.1 405 ")
          .containsIgnoringCase("\r\nallow: POST\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2\r\n\r\n",
        "POST /validate HTTP/1.1\r\nhunter2\r\n\r\n",
        "POST /validate HTTP/1.1\r\nContent-Length: hunter2\r\n\r\n",
        "POST /validate HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void survivesWhatIsNotHttp(String text) throws IOException {
    try (var raw = fixture.raw()) {
      assertThat(raw.send(text).readToEnd())
          .matches("(?s)(HTTP/\\S+ [45].*|( \\[reset\\])?)")
          .doesNotContain(Reviews.CONFIDENTIAL, "Exception");
    }
  }

  @Test
  void survivesHugeHeadersAndUrls() throws IOException {
    for (String text :
        new String[] {
          RawTls.head("X: " + "x".repeat(100_000) + "\r\n"),
          "POST /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n"
        }) {
      try (var raw = fixture.raw()) {
        assertThat(raw.sendOrBreak(text).readToEnd())
            .matches("(?s)(HTTP/\\S+ 4.*|( \\[reset\\])?)");
      }
    }
  }
}
