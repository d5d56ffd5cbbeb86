package dev.sekisho.benchmarks.admission;

import dev.sekisho.webhook.review.AdmissionReviewCodec;
import dev.sekisho.webhook.review.DecodedReview;
import dev.sekisho.webhook.server.ServingKeyPair;
import dev.sekisho.webhook.server.WebhookHttp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The ceiling: the webhook's own HTTP server, one on each event loop, under a handler that takes
 * the whole body, parses nothing, decides nothing, and answers with an AdmissionReview of the usual
 * length that says yes. The only thing that it looks for in the body is the uid, which an answer
 * must repeat. Or, if told so, the ceiling of whatever has to know what it is asked: the same, but
 * each review is read as the webhook reads it.
 */
final class NoOpServer {

  private static final byte[] UID = "\"uid\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int UID_LENGTH = 36;
  private static final String HEAD =
      "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":\"";
  private static final String ALLOWED =
      "\",\"allowed\":true,\"auditAnnotations\":{\"revision\":\"000000000000\"}}}";

  private static final AdmissionReviewCodec CODEC = new AdmissionReviewCodec(1 << 24);

  private NoOpServer() {}

  /** Serves until it is killed: {@code NoOpServer CERTIFICATE KEY ignore|read}. */
  public static void main(String[] arguments) throws Exception {
    var pair =
        new ServingKeyPair(
            Files.readString(Path.of(arguments[0])), Files.readString(Path.of(arguments[1])));
    boolean reads = arguments[2].equals("read");
    var vertx = Vertx.vertx();
    var listening =
        Future.join(
                Stream.generate(() -> listen(vertx, pair, reads))
                    .limit(Runtime.getRuntime().availableProcessors())
                    .toList())
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    System.out.println("ready webhook=127.0.0.1:" + listening.<HttpServer>resultAt(0).actualPort());
    new CountDownLatch(1).await();
  }

  private static Future<HttpServer> listen(Vertx vertx, ServingKeyPair pair, boolean reads) {
    Promise<HttpServer> listening = Promise.promise();
    vertx.deployVerticle(
        context ->
            WebhookHttp.create(vertx, pair, Duration.ofSeconds(10))
                .requestHandler(http -> http.body().onSuccess(body -> answer(http, body, reads)))
                .listen(-1, "127.0.0.1")
                .onComplete(listening));
    return listening.future();
  }

  private static void answer(HttpServerRequest http, Buffer body, boolean reads) {
    byte[] bytes = body.getBytes();
    if (reads && !(CODEC.decode(bytes) instanceof DecodedReview.Accepted)) {
      throw new IllegalArgumentException("not a review");
    }
    int uid = uidAt(bytes);
    http.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(
            Buffer.buffer(
                HEAD + new String(bytes, uid, UID_LENGTH, StandardCharsets.US_ASCII) + ALLOWED));
  }

  private static int uidAt(byte[] bytes) {
    for (int i = 0; i < bytes.length - UID.length - UID_LENGTH; i++) {
      if (Arrays.equals(bytes, i, i + UID.length, UID, 0, UID.length)) {
        return i + UID.length;
      }
    }
    throw new IllegalArgumentException("no uid in the body");
  }
}
