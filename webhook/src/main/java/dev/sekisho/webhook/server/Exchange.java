package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.Decisions;
import dev.sekisho.webhook.review.DecodedReview;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its answer. Lives on the connection's event loop; not thread-safe.
 *
 * <p>It waits for one thing after the other, each with a deadline: the body, then the reviewer.
 * Whatever comes first of answer, deadline and broken connection ends the wait; what comes later
 * finds the phase over and does nothing.
 */
final class Exchange implements AdmissionTraces.Headers {

  private enum Phase {
    BODY,
    REVIEW,
    OVER
  }

  private static final String LATE = "sekisho did not reach a decision in time";
  private static final String LATE_AUDIT = "deadline";

  private final LoopShared shared;
  private final HttpServerRequest http;
  private final ReviewPaths.Endpoint endpoint;
  private final Answers answers;
  private final long started = System.nanoTime();
  private final Duration deadline;
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private Phase phase = Phase.BODY;
  private @Nullable AdmissionRequest request;
  private @Nullable Long timer;
  private long heldBytes;

  Exchange(
      LoopShared shared, HttpServerRequest http, ReviewPaths.Endpoint endpoint, Answers answers) {
    this.shared = shared;
    this.http = http;
    this.endpoint = endpoint;
    this.answers = answers;
    this.deadline = shared.deadlines().of(Optional.ofNullable(http.query()).orElse(""));
  }

  void begin() {
    var rejection = RequestHead.rejection(http, shared.limits().bodyBytes());
    if (rejection.isPresent()) {
      breakOff(rejection.get());
      return;
    }
    Duration patience = shared.limits().body();
    startTimer(patience.compareTo(deadline) < 0 ? patience : deadline, this::late);
    http.exceptionHandler(broken -> connectionBroken());
    http.handler(this::onChunk);
    http.endHandler(end -> onBody());
    if (RequestHead.awaitsContinue(http)) {
      http.response().writeContinue();
    }
  }

  private void onChunk(Buffer chunk) {
    if (phase != Phase.BODY) {
      return;
    }
    if (body.size() + (long) chunk.length() > shared.limits().bodyBytes()) {
      breakOff(Rejection.tooLarge(shared.limits().bodyBytes()));
    } else if (!shared.load().tryTakeBytes(chunk.length())) {
      breakOff(Rejection.BUSY);
    } else {
      heldBytes += chunk.length();
      if (body.size() == 0) {
        body = new ByteArrayOutputStream(chunk.length()); // most bodies come in one piece
      }
      body.writeBytes(chunk.getBytes());
    }
  }

  /** The timer of the body goes on over the review, which is over long before it as a rule. */
  private void late() {
    timer = null;
    if (phase == Phase.BODY) {
      breakOff(Rejection.SLOW);
      return;
    }
    Duration left = deadline.minus(elapsed());
    if (left.isPositive()) {
      startTimer(left, this::late);
    } else if (request != null) {
      reviewLate(request);
    }
  }

  private void connectionBroken() {
    if (phase == Phase.BODY) {
      over();
    }
  }

  private void onBody() {
    if (phase != Phase.BODY) {
      return;
    }
    if (!shared.load().tryTakeReview()) {
      over();
      answers.reject(Rejection.BUSY);
      return;
    }
    phase = Phase.REVIEW;
    DecodedReview decoded;
    try {
      decoded = shared.codec().decode(body.toByteArray());
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
      return;
    }
    forgetBody();
    switch (decoded) {
      case DecodedReview.Rejected rejected -> {
        over();
        answers.reject(Rejection.badRequest(rejected.reason()));
      }
      case DecodedReview.Accepted accepted -> review(accepted.request());
    }
  }

  private void review(AdmissionRequest request) {
    this.request = request;
    var loop = shared.vertx().getOrCreateContext();
    try {
      endpoint
          .reviewer()
          .review(request)
          .whenComplete(
              (decision, failure) -> {
                if (Vertx.currentContext() == loop) {
                  reviewed(request, decision, failure);
                } else {
                  loop.runOnContext(done -> reviewed(request, decision, failure));
                }
              });
    } catch (Throwable e) {
      // Whatever a reviewer throws, an Error too, is the problem of this one request.
      failed(e);
    }
  }

  private void reviewed(
      AdmissionRequest request, @Nullable AdmissionDecision decision, @Nullable Throwable failure) {
    if (phase != Phase.REVIEW) {
      return;
    }
    if (failure != null) {
      failed(failure);
    } else if (decision == null) {
      failed(new IllegalStateException("the reviewer completed without a decision"));
    } else if (answer(request, decision)) {
      var took = elapsed();
      shared.events().onDecision(endpoint.path(), request, decision, took);
      shared.traces().decided(endpoint.path(), this, request, decision, took);
    }
  }

  private void reviewLate(AdmissionRequest request) {
    if (phase != Phase.REVIEW) {
      return;
    }
    var decision =
        switch (shared.failurePolicy()) {
          case FAIL -> Decisions.undecidedRefused(LATE, LATE_AUDIT);
          case IGNORE -> Decisions.undecidedAllowed(LATE, LATE_AUDIT);
        };
    if (answer(request, decision)) {
      var took = elapsed();
      shared.events().onDeadline(endpoint.path(), request, decision, took);
      shared.traces().late(endpoint.path(), this, request, took);
    }
  }

  private boolean answer(AdmissionRequest request, AdmissionDecision decision) {
    byte[] bytes;
    try {
      bytes = shared.codec().encode(request, decision);
    } catch (RuntimeException e) {
      failed(e);
      return false;
    }
    over();
    answers.review(bytes);
    return true;
  }

  private void failed(Throwable thrown) {
    var failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    var reviewed = request;
    over();
    answers.internalError(failure);
    if (reviewed != null) {
      shared.traces().failed(endpoint.path(), this, reviewed, failure, elapsed());
    }
  }

  private void breakOff(Rejection rejection) {
    over();
    answers.rejectAndClose(rejection);
  }

  private void over() {
    stopTimer();
    if (phase == Phase.REVIEW) {
      shared.load().releaseReview();
    }
    phase = Phase.OVER;
    shared.load().releaseBytes(heldBytes);
    heldBytes = 0;
    request = null;
    forgetBody();
  }

  /** A review shall not hold the text besides the tree. */
  private void forgetBody() {
    body = new ByteArrayOutputStream(0);
  }

  @Override
  public Optional<String> value(String name) {
    return Optional.ofNullable(http.getHeader(name));
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private void startTimer(Duration delay, Runnable action) {
    stopTimer();
    timer = shared.vertx().setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
  }

  private void stopTimer() {
    if (timer != null) {
      shared.vertx().cancelTimer(timer);
      timer = null;
    }
  }
}
