package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** Asks the webhook as the API server does, without an API server. Thread-safe. */
final class AdmissionClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI uri;
  private final HttpClient http;

  AdmissionClient(ControlPlaneProcess controlPlane) {
    this.uri = URI.create("https://127.0.0.1:" + controlPlane.webhookPort() + "/validate");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Pem.trusting(controlPlane.ca()))
            .build();
  }

  /**
   * @param message why not; empty if allowed
   * @param revision of the policies that decided
   */
  record Verdict(boolean allowed, String message, String revision) {}

  /** Asks for a new Ingress, by a dry run, so that nothing is reserved for it. */
  Verdict askForIngress(String namespace, String name, String host) {
    var object =
        """
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
         "metadata": {"namespace": "%1$s", "name": "%2$s"},
         "spec": {"ingressClassName": "sekisho", "rules": [{"host": "%3$s", "http": {"paths": [
          {"path": "/", "pathType": "Prefix",
           "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}}
        """
            .formatted(namespace, name, host);
    var review =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
         "uid": "%1$s", "operation": "CREATE", "dryRun": true,
         "kind": {"group": "networking.k8s.io", "version": "v1", "kind": "Ingress"},
         "resource": {"group": "networking.k8s.io", "version": "v1", "resource": "ingresses"},
         "namespace": "%2$s", "name": "%3$s", "userInfo": {"username": "admin"},
         "object": %4$s, "oldObject": null}}
        """
            .formatted(UUID.randomUUID(), namespace, name, object);
    var response = post(review).path("response");
    return new Verdict(
        response.path("allowed").asBoolean(),
        response.at("/status/message").asText(),
        response.at("/auditAnnotations/revision").asText());
  }

  /** Waits until policies in force allow that Ingress, or deny it. */
  Verdict awaitVerdict(boolean allowed, String namespace, String host, Duration bound) {
    var last = new Verdict[1];
    Await.that(
        (allowed ? "allowed: " : "denied: ") + host + " in " + namespace,
        bound,
        () -> {
          last[0] = askForIngress(namespace, "asked-for", host);
          return last[0].allowed() == allowed;
        });
    return last[0];
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Whatever comes of it: any text, as it is. Its status. */
  int send(String body) {
    return answer(body).statusCode();
  }

  private JsonNode post(String review) {
    var response = answer(review);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " from the webhook: " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> answer(String review) {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(review))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
