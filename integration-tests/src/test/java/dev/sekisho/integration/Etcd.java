package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An etcd of its own folder, without fsync: tests never survive a power cut. */
final class Etcd implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ManagedProcess process;
  private final String url;

  private Etcd(ManagedProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  static Etcd start(Path logs, Path data) {
    var url = "http://127.0.0.1:" + Ports.free();
    var peer = "http://127.0.0.1:" + Ports.free();
    var process =
        ManagedProcess.start(
            "etcd",
            logs,
            List.of(
                Tools.path("etcd").toString(),
                "--data-dir=" + data,
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync",
                "--log-level=warn"),
            Map.of());
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
      process.await(
          "health",
          Duration.ofSeconds(30),
          () -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }
    return new Etcd(process, url);
  }

  String url() {
    return url;
  }

  /** Takes a key away, behind the API server's back. */
  void delete(String key) {
    var deleted = ask("/v3/kv/deleterange", "{\"key\": \"" + base64(key) + "\"}");
    if (!deleted.path("deleted").asText().equals("1")) {
      throw new AssertionError("no key " + key + ": " + deleted);
    }
  }

  /**
   * Forgets everything but what is there now: whoever wants to know what came before is too late.
   */
  void compact() {
    var put =
        ask(
            "/v3/kv/put",
            "{\"key\": \"%s\", \"value\": \"\"}".formatted(base64("/test/compacted")));
    var now = put.at("/header/revision").asText();
    ask("/v3/kv/compaction", "{\"revision\": \"" + now + "\", \"physical\": true}");
  }

  private JsonNode ask(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    process.close();
  }
}
