package dev.sekisho.controlplane.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the webhook as the API server does, and travels through Envoy as a browser does. */
final class DemoClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 5;
  private static final String LOOPBACK = "127.0.0.1";

  private final HttpClient client;

  /**
   * @param root the certificate that servers are checked against
   */
  DemoClient(Vertx vertx, Path root) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(2_000)
                .setTrustOptions(new PemTrustOptions().addCertPath(root.toString())));
  }

  /**
   * @param message of a denial; empty if allowed
   */
  record Verdict(boolean allowed, String message) {}

  /**
   * @param status 0 where no connection came about
   */
  record Answer(int status, String body) {}

  /** The review that the API server would send for a new Ingress. */
  static ObjectNode review(JsonNode ingress) {
    var review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request");
    request.put("uid", UUID.randomUUID().toString());
    request
        .putObject("kind")
        .put("group", "networking.k8s.io")
        .put("version", "v1")
        .put("kind", "Ingress");
    request
        .putObject("resource")
        .put("group", "networking.k8s.io")
        .put("version", "v1")
        .put("resource", "ingresses");
    request.put("operation", "CREATE").put("dryRun", true);
    request.put("namespace", ingress.path("metadata").path("namespace").asText());
    request.put("name", ingress.path("metadata").path("name").asText());
    request.putObject("userInfo").put("username", "demo");
    request.set("object", ingress);
    return review;
  }

  Verdict ask(int webhookPort, JsonNode ingress) {
    var answer =
        send(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(true)
                .setServer(SocketAddress.inetSocketAddress(webhookPort, LOOPBACK))
                .setHost("localhost")
                .setPort(webhookPort)
                .setURI("/validate")
                .putHeader("Content-Type", "application/json"),
            review(ingress).toString());
    try {
      var response = JSON.readTree(answer.body()).path("response");
      return new Verdict(
          response.path("allowed").asBoolean(), response.path("status").path("message").asText());
    } catch (IOException e) {
      throw new UncheckedIOException("the webhook's answer", e);
    }
  }

  /** A GET of {@code /} at the gateway. */
  Answer travel(String host, int port, boolean tls) {
    return send(
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl(tls)
            .setServer(SocketAddress.inetSocketAddress(port, LOOPBACK))
            .setHost(host)
            .setPort(port)
            .setURI("/"),
        "");
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body.toString().strip()));
  }

  private Answer send(RequestOptions options, String body) {
    try {
      return client
          .request(options)
          // The body is asked for on the event loop: later it may have come and gone.
          .compose(request -> request.send(Buffer.buffer(body)).compose(DemoClient::read))
          .toCompletionStage()
          .toCompletableFuture()
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new Answer(0, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, "");
    }
  }
}
