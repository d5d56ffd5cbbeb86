package dev.sekisho.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An etcd of its own folder, without fsync: tests never survive a power cut. */
final class Etcd implements AutoCloseable {
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

  @Override
  public void close() {
    process.close();
  }
}
