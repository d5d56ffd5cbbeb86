package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The control plane's decisions, as its admin port shows them. Thread-safe. */
final class DecisionClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SOON = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI uri;

  DecisionClient(ControlPlaneProcess controlPlane) {
    this.uri = URI.create("http://127.0.0.1:" + controlPlane.adminPort() + "/debug/decisions");
  }

  /** Waits for a decision about an object of that namespace. */
  JsonNode await(String namespace, String operation, Predicate<JsonNode> which) {
    return Await.value(
        "a decision on " + operation + " in " + namespace,
        SOON,
        () ->
            find(
                which
                    .and(d -> d.path("namespace").asText().equals(namespace))
                    .and(d -> d.path("operation").asText().equals(operation))));
  }

  /** Those that are still known, the latest last or first. */
  List<JsonNode> all() {
    return Await.value("decisions", SOON, () -> Optional.of(read()));
  }

  private Optional<JsonNode> find(Predicate<JsonNode> which)
      throws IOException, InterruptedException {
    return read().stream().filter(which).findFirst();
  }

  private List<JsonNode> read() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(SOON).build();
    var json = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    return json.path("decisions").valueStream().toList();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
