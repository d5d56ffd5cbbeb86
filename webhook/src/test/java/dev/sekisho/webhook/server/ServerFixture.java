package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Reviews;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A server on a free port of 127.0.0.1, and what it takes to talk to it. */
final class ServerFixture implements AutoCloseable {

  /** Made once: keytool takes a second. */
  static final ServingKeyPair FIRST = TestCertificates.make("first", "EC");

  static final ServingKeyPair SECOND = TestCertificates.make("second", "RSA");

  static final AdmissionDecision ALLOWED =
      new AdmissionDecision.Allowed(List.of(), new TreeMap<>());
  static final AdmissionReviewer ALLOWING = request -> CompletableFuture.completedFuture(ALLOWED);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx().exceptionHandler(uncaught::add);
  private final RecordedEvents events = new RecordedEvents();
  private final RecordedTraces traces = new RecordedTraces();
  private final AdmissionServer server;

  ServerFixture(
      Map<String, AdmissionReviewer> reviewers, UnaryOperator<AdmissionServerOptions> change) {
    var options = AdmissionServerOptions.defaults(FIRST).withAddress("127.0.0.1", 0);
    this.server =
        get(AdmissionServer.start(vertx, change.apply(options), reviewers, events, traces));
  }

  ServerFixture(AdmissionReviewer reviewer, UnaryOperator<AdmissionServerOptions> change) {
    this(Map.of("/validate", reviewer), change);
  }

  ServerFixture(AdmissionReviewer reviewer) {
    this(reviewer, options -> options);
  }

  AdmissionServer server() {
    return server;
  }

  RecordedEvents events() {
    return events;
  }

  RecordedTraces traces() {
    return traces;
  }

  Vertx vertx() {
    return vertx;
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .sslContext(TestCertificates.trusting(FIRST, SECOND))
        .connectTimeout(PATIENCE)
        .build();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json");
  }

  /** The answer to a POST of this body, over a connection of its own. */
  HttpResponse<String> post(String path, String body) {
    try (HttpClient client = client()) {
      return get(
          client.sendAsync(
              request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
  }

  /** That the server goes on serving others. */
  HttpResponse<String> postGood() {
    return post("/validate", Reviews.create("v1", "good"));
  }

  RawTls raw() {
    return RawTls.connect(server.port());
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("waiting for a result", e);
    }
  }

  @Override
  public void close() {
    get(server.close(Duration.ZERO));
    get(vertx.close().toCompletionStage());
    assertThat(uncaught).as("what event loops threw").isEmpty();
  }
}
