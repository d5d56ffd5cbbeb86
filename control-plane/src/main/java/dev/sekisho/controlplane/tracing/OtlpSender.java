package dev.sekisho.controlplane.tracing;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends batches of spans by the JDK's client, over HTTP/1.1. A batch is tried three times within
 * some seconds if the receiver can't be reached or says that it is busy (OTLP specification,
 * "Failures"), then it is lost: the next ones are waiting. Never blocks. Thread-safe.
 */
final class OtlpSender implements HttpSender {

  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ATTEMPT).build();
  private final HttpSenderConfig config;
  private final DeliveryLog log;

  private OtlpSender(HttpSenderConfig config, DeliveryLog log) {
    this.config = config;
    this.log = log;
  }

  /** Has exporters send by this. */
  static ComponentLoader asComponent(DeliveryLog log) {
    HttpSenderProvider provider = config -> new OtlpSender(config, log);
    return new ComponentLoader() {
      @Override
      public <T> Iterable<T> load(Class<T> type) {
        return type == HttpSenderProvider.class ? List.of(type.cast(provider)) : List.of();
      }
    };
  }

  /** What became of an attempt. */
  private sealed interface Outcome {

    boolean mayBeBetterLater();

    /** What is in the answer's body is of no interest. */
    record Answer(int getStatusCode) implements Outcome, HttpResponse {
      @Override
      public String getStatusMessage() {
        return "";
      }

      @Override
      public byte[] getResponseBody() {
        return new byte[0];
      }

      @Override
      public boolean mayBeBetterLater() {
        return BUSY.contains(getStatusCode);
      }
    }

    record Failure(Throwable cause) implements Outcome {
      @Override
      public boolean mayBeBetterLater() {
        return true;
      }
    }
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    HttpRequest request;
    try {
      request = request(message);
    } catch (IOException e) {
      onError.accept(e);
      return;
    }
    var unused =
        attempt(request, 1)
            .exceptionally(Outcome.Failure::new)
            .thenAccept(
                outcome -> {
                  switch (outcome) {
                    case Outcome.Answer answer -> {
                      log.answered(answer.getStatusCode());
                      onResponse.accept(answer);
                    }
                    case Outcome.Failure(var cause) -> {
                      log.failed(cause);
                      onError.accept(cause);
                    }
                  }
                });
  }

  private HttpRequest request(MessageWriter message) throws IOException {
    var body = new ByteArrayOutputStream(Math.max(0, message.getContentLength()));
    message.writeMessage(body);
    var request =
        HttpRequest.newBuilder(config.getEndpoint())
            .timeout(ATTEMPT)
            .header("Content-Type", config.getContentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    config
        .getHeadersSupplier()
        .get()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return request.build();
  }

  private CompletableFuture<Outcome> attempt(HttpRequest request, int number) {
    return client
        .sendAsync(request, BodyHandlers.discarding())
        .<Outcome>thenApply(response -> new Outcome.Answer(response.statusCode()))
        .exceptionally(Outcome.Failure::new)
        .thenCompose(
            outcome ->
                outcome.mayBeBetterLater() && number < ATTEMPTS
                    ? later(number).thenCompose(begin -> attempt(request, number + 1))
                    : CompletableFuture.completedFuture(outcome));
  }

  /** After a pause that grows with each attempt. */
  private static CompletableFuture<Void> later(int number) {
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(PAUSE.toMillis() * number, TimeUnit.MILLISECONDS));
  }

  @Override
  public CompletableResultCode shutdown() {
    client.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }
}
