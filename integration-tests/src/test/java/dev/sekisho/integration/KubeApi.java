package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The API server's REST interface, for what has to be quick or exact. Thread-safe. */
final class KubeApi implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ApiServer server;
  private final HttpClient http;

  KubeApi(ApiServer server) {
    this.server = server;
    this.http =
        HttpClient.newBuilder()
            .sslContext(Pem.trusting(server.certificate()))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  record Answer(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** This answer, if its status is 2xx. */
    Answer orFail() {
      if (status / 100 != 2) {
        throw new AssertionError("the API server answered " + status + ": " + body);
      }
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, "", "application/json");
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "application/json");
  }

  Answer post(String path, JsonNode object) {
    return send("POST", path, object.toString(), "application/json");
  }

  /** Changes a part of an object, as kubectl patch --type merge does. */
  Answer merge(String path, JsonNode part) {
    return send("PATCH", path, part.toString(), "application/merge-patch+json");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Answer send(String method, String path, String body, String contentType) {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + server.token())
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
