package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Reviews;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slow clients, slow and failing reviewers, too many requests. */
class LoadIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final AdmissionReviewer NEVER = request -> new CompletableFuture<>();

  private static ServerFixture fixture(AdmissionReviewer reviewer, ServerLimits limits) {
    return new ServerFixture(reviewer, options -> options.withLimits(limits));
  }

  private static ServerLimits times(Duration idle, Duration body, Duration review) {
    return new ServerLimits(1 << 20, 2 << 20, 64, LONG, idle, body, review);
  }

  @Test
  void cutsOffABodyThatTricklesIn() throws IOException {
    try (var fixture = fixture(ServerFixture.ALLOWING, times(LONG, SHORT, LONG));
        var slow = fixture.raw()) {
      slow.send(RawTls.head("Content-Length: 1000\r\n"));
      // Each byte would be in time if the server counted from the last one.
      var trickle = trickle(slow);
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
      assertThat(slow.readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .containsIgnoringCase("connection: close")
          .contains("the request took too long to arrive\n");
      trickle.cancel(true);
      fixture.events().await("rejected 408");
    }
  }

  @Test
  void cutsOffAHeadThatTricklesIn() throws IOException {
    try (var fixture = fixture(ServerFixture.ALLOWING, times(SHORT, LONG, LONG));
        var slow = fixture.raw()) {
      slow.send("POST /validate HTTP/1.1\r\nX-Slow: ");
      var trickle = trickle(slow);
      assertThat(slow.readToEnd()).doesNotContain("200");
      trickle.cancel(true);
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void closesConnectionsThatStayIdle() throws IOException {
    try (var fixture = fixture(ServerFixture.ALLOWING, times(SHORT, LONG, LONG));
        var idle = fixture.raw()) {
      idle.post("", Reviews.create("v1", "u"));
      assertThat(idle.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aReviewMayTakeLongerThanAConnectionMayIdle() throws IOException {
    AdmissionReviewer slow =
        request ->
            CompletableFuture.supplyAsync(
                () -> ServerFixture.ALLOWED,
                CompletableFuture.delayedExecutor(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS));
    try (var fixture = fixture(slow, times(SHORT, LONG, LONG))) {
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersByFailurePolicyWhenTheReviewerIsLate(FailurePolicy policy) {
    // The server itself would wait for longer than the client.
    var limits = times(LONG, LONG, LONG);
    try (var fixture =
        new ServerFixture(NEVER, options -> options.withFailurePolicy(policy).withLimits(limits))) {
      var response = fixture.post("/validate?timeout=500ms", Reviews.create("v1", "late"));
      assertThat(response.statusCode()).isEqualTo(200);
      switch (policy) {
        case FAIL -> {
          assertThat(response.body()).contains("\"allowed\":false", "\"code\":500");
          fixture.events().await("deadline late Denied");
        }
        case IGNORE -> {
          assertThat(response.body()).contains("\"allowed\":true", "\"warnings\":[\"sekisho ");
          fixture.events().await("deadline late Allowed");
        }
      }
    }
  }

  @Test
  void hasADeadlineOfItsOwn() {
    try (var fixture = fixture(NEVER, times(LONG, LONG, SHORT))) {
      assertThat(fixture.postGood().body()).contains("\"allowed\":false", "\"code\":500");
    }
  }

  @Test
  void aDecisionThatComesLateChangesNothing() throws IOException {
    var decision = new CompletableFuture<AdmissionDecision>();
    try (var fixture = fixture(request -> decision, times(LONG, LONG, SHORT));
        var raw = fixture.raw()) {
      raw.post("", Reviews.create("v1", "late"));
      assertThat(raw.readUntil("}}")).contains("\"allowed\":false");
      decision.complete(ServerFixture.ALLOWED);
      raw.post("", Reviews.create("v1", "next"));
      assertThat(raw.readUntil("}}")).contains("\"uid\":\"next\",\"allowed\":true");
      assertThat(fixture.events().lines()).containsOnlyOnce("deadline late Denied");
      assertThat(fixture.events().lines()).noneMatch(line -> line.startsWith("decision late"));
    }
  }

  @Test
  void aReviewerThatThrowsFailsOneRequest() {
    assertInternalError(
        request -> {
          throw new IllegalStateException("hunter2");
        });
  }

  @Test
  void aReviewerThatOverflowsTheStackFailsOneRequest() {
    assertInternalError(
        request -> {
          throw new StackOverflowError("hunter2");
        });
  }

  @Test
  void aStageThatFailsFailsOneRequest() {
    assertInternalError(
        request ->
            CompletableFuture.failedFuture(
                new CompletionException(new IllegalStateException("hunter2"))));
  }

  private static void assertInternalError(AdmissionReviewer failing) {
    try (var fixture =
        new ServerFixture(
            request ->
                request.uid().equals("bad")
                    ? failing.review(request)
                    : ServerFixture.ALLOWING.review(request))) {
      var response = fixture.post("/validate", Reviews.create("v1", "bad"));
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("internal error; the server's log has more\n");
      fixture.events().await("internal error");
      assertThat(fixture.events().failures())
          .singleElement()
          .extracting(Throwable::getMessage)
          .isEqualTo("hunter2");
      assertThat(fixture.postGood().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersTooManyRequestsAtOnce() throws IOException {
    var asked = new Semaphore(0);
    var decision = new CompletableFuture<AdmissionDecision>();
    var limits = new ServerLimits(1 << 20, 2 << 20, 3, LONG, LONG, LONG, LONG);
    var waiting = new ArrayList<RawTls>();
    try (var fixture =
        fixture(
            request -> {
              asked.release();
              return decision;
            },
            limits)) {
      for (int i = 0; i < 3; i++) {
        waiting.add(fixture.raw().post("", Reviews.create("v1", "u" + i)));
      }
      assertThat(acquired(asked, 3)).as("waiting for three reviews").isTrue();
      try (var refused = fixture.raw()) {
        refused.post("", Reviews.create("v1", "refused"));
        assertThat(refused.readUntil("under review\n"))
            .startsWith("HTTP/1.1 429 ")
            .containsIgnoringCase("\r\nretry-after: 1\r\n");
        fixture.events().await("rejected 429");
        decision.complete(ServerFixture.ALLOWED);
        for (RawTls raw : waiting) {
          assertThat(raw.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
        // The refused connection is still good, and there is room again.
        refused.post("", Reviews.create("v1", "again"));
        assertThat(refused.readUntil("}}")).startsWith("HTTP/1.1 200 ");
      }
    } finally {
      for (RawTls raw : waiting) {
        raw.close();
      }
    }
  }

  @Test
  void boundsWhatAllBodiesTogetherHold() throws IOException {
    var limits = new ServerLimits(1 << 20, 1 << 20, 64, LONG, LONG, LONG, LONG);
    byte[] half = new byte[600_000];
    try (var fixture = fixture(ServerFixture.ALLOWING, limits)) {
      try (var first = fixture.raw();
          var second = fixture.raw()) {
        first.send(RawTls.head("Content-Length: 700000\r\n")).send(half);
        second.send(RawTls.head("Content-Length: 700000\r\n")).send(half);
        fixture.events().await("rejected 429");
      }
      // What the broken connections held is free again.
      assertRoomFor(fixture, 1_000_000);
      assertRoomFor(fixture, 1_000_000);
    }
  }

  private static void assertRoomFor(ServerFixture fixture, int bytes) {
    String review = Reviews.create("v1", "u");
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    int status = 429;
    while (status == 429 && System.nanoTime() < end) {
      status = fixture.post("/", review + " ".repeat(bytes - review.length())).statusCode();
    }
    assertThat(status).as("waiting for room").isEqualTo(200);
  }

  @Test
  void reviewsOfClientsThatLeftTakeNoRoomForever() throws IOException {
    var limits = new ServerLimits(1 << 20, 2 << 20, 1, LONG, LONG, LONG, SHORT);
    try (var fixture =
        fixture(
            request ->
                request.uid().equals("left")
                    ? new CompletableFuture<>()
                    : ServerFixture.ALLOWING.review(request),
            limits)) {
      try (var leaving = fixture.raw()) {
        leaving.post("", Reviews.create("v1", "left"));
      }
      fixture.events().await("deadline left");
      assertRoomFor(fixture, 2_000);
    }
  }

  private static CompletableFuture<Void> trickle(RawTls raw) {
    var done = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!done.isDone()) {
                  raw.send(" ");
                  java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
              } catch (IOException closed) {
                done.complete(null);
              }
            });
    return done;
  }

  private static boolean acquired(Semaphore semaphore, int permits) {
    try {
      return semaphore.tryAcquire(permits, 10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
