package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.Https;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Writes to the API server, with every right. Thread-safe. */
final class KubeApi implements AutoCloseable {

  private final KubeServers servers;
  private final Https https = new Https();

  KubeApi(KubeServers servers) {
    this.servers = servers;
  }

  /**
   * @param collection its path
   * @param object JSON
   */
  void create(String collection, String object) throws IOException, InterruptedException {
    send("POST", collection, object, "application/json");
  }

  /** Changes a part of the object at that path, as {@code kubectl patch --type=merge} does. */
  void merge(String path, String part) throws IOException, InterruptedException {
    send("PATCH", path, part, "application/merge-patch+json");
  }

  private void send(String method, String path, String body, String type)
      throws IOException, InterruptedException {
    https.send(
        method,
        servers.uri(path),
        BodyPublishers.ofString(body),
        Map.of("Authorization", "Bearer " + KubeServers.TOKEN, "Content-Type", type));
  }

  @Override
  public void close() {
    https.close();
  }
}
