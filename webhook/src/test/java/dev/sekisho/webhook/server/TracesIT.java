package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Reviews;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who follows requests is told of each review, with the caller's trace. */
class TracesIT {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final AdmissionReviewer THROWING =
      request -> {
        throw new IllegalStateException("a defect, on purpose");
      };
  private static final AdmissionReviewer FAILING =
      request ->
          CompletableFuture.<AdmissionDecision>supplyAsync(
              () -> {
                throw new UnsupportedOperationException("a defect, on purpose");
              });

  private final ServerFixture fixture =
      new ServerFixture(
          Map.of(
              "/validate",
              ServerFixture.ALLOWING,
              "/silent",
              request -> new CompletableFuture<>(),
              "/throwing",
              THROWING,
              "/failing",
              FAILING),
          options -> options);

  @AfterEach
  void close() {
    fixture.close();
  }

  private int post(String path, String trace) {
    var request =
        fixture
            .request(path)
            .header("Traceparent", trace)
            .POST(HttpRequest.BodyPublishers.ofString(Reviews.create("v1", "u1")))
            .build();
    try (var client = ServerFixture.client()) {
      return ServerFixture.get(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
          .statusCode();
    }
  }

  @Test
  void aDecisionIsToldWithTheTraceOfTheCaller() throws Exception {
    assertThat(post("/validate", TRACE)).isEqualTo(200);
    assertThat(fixture.traces().take()).isEqualTo("Allowed /validate u1 " + TRACE);
    fixture.postGood();
    assertThat(fixture.traces().take()).isEqualTo("Allowed /validate good no trace");
  }

  @Test
  void soAreADeadlineAndADefect() throws Exception {
    assertThat(post("/silent?timeout=500ms", TRACE)).isEqualTo(200);
    assertThat(fixture.traces().take()).isEqualTo("late /silent u1 " + TRACE);
    assertThat(post("/throwing", TRACE)).isEqualTo(500);
    assertThat(fixture.traces().take()).isEqualTo("IllegalStateException /throwing u1 " + TRACE);
    assertThat(post("/failing", TRACE)).isEqualTo(500);
    assertThat(fixture.traces().take())
        .as("the failure itself, not what wraps it")
        .isEqualTo("UnsupportedOperationException /failing u1 " + TRACE);
  }

  @Test
  void whatIsNoReviewIsNot() throws Exception {
    assertThat(fixture.post("/validate", "{}").statusCode()).isEqualTo(400);
    assertThat(fixture.post("/other", "{}").statusCode()).isEqualTo(404);
    fixture.postGood();
    assertThat(fixture.traces().take()).startsWith("Allowed /validate good");
    assertThat(fixture.traces().isEmpty()).isTrue();
  }
}
