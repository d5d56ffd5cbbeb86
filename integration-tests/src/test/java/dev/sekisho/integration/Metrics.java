package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a control plane counts. */
final class Metrics {
  private Metrics() {}

  /**
   * The value of a metric; -1 if it isn't there.
   *
   * @param name with its labels, as it is written
   */
  static double of(ControlPlaneProcess controlPlane, String name) {
    return text(controlPlane)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static String text(ControlPlaneProcess controlPlane) {
    var address = URI.create("http://127.0.0.1:" + controlPlane.adminPort() + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
