package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks as the API server does: over HTTPS, trusting our root alone. */
final class Webhook implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final int port;

  Webhook(Path root, int port) throws IOException, GeneralSecurityException {
    this.port = port;
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(root)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("root", certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(context).build();
  }

  /**
   * What the user gets to see.
   *
   * @param version of the answer
   */
  record Answer(String version, boolean allowed, String message) {}

  Answer create(String namespace, String name, String spec) {
    return ask(review("v1", "networking.k8s.io/v1", "CREATE", namespace, name, spec, "null"));
  }

  Answer update(String namespace, String name, String before, String after) {
    return ask(review("v1", "networking.k8s.io/v1", "UPDATE", namespace, name, after, before));
  }

  Answer createOld(String namespace, String name, String spec) {
    return ask(review("v1beta1", "extensions/v1beta1", "CREATE", namespace, name, spec, "null"));
  }

  static String host(String host) {
    return "{\"rules\": [{\"host\": \"%s\"}]}".formatted(host);
  }

  private static String review(
      String version,
      String group,
      String operation,
      String namespace,
      String name,
      String spec,
      String oldSpec) {
    var parts = group.split("/", -1);
    return """
        {"apiVersion": "admission.k8s.io/%s", "kind": "AdmissionReview", "request": {
          "uid": "u1", "operation": "%s", "namespace": "%s", "name": "%s",
          "kind": {"group": "%s", "version": "%s", "kind": "Ingress"},
          "resource": {"group": "%s", "version": "%s", "resource": "ingresses"},
          "userInfo": {"username": "someone"},
          "object": %s, "oldObject": %s}}
        """
        .formatted(
            version,
            operation,
            namespace,
            name,
            parts[0],
            parts[1],
            parts[0],
            parts[1],
            object(group, name, spec),
            oldSpec.equals("null") ? "null" : object(group, name, oldSpec));
  }

  private static String object(String group, String name, String spec) {
    return "{\"apiVersion\": \"%s\", \"kind\": \"Ingress\", \"metadata\": {\"name\": \"%s\"}, \"spec\": %s}"
        .formatted(group, name, spec);
  }

  /** The same on behalf of a caller whose trace goes on here. */
  int create(String namespace, String name, String spec, String traceparent) {
    return send(request(
                "/validate",
                review("v1", "networking.k8s.io/v1", "CREATE", namespace, name, spec, "null"))
            .header("traceparent", traceparent))
        .statusCode();
  }

  private Answer ask(String review) {
    var response = post("/validate", review);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    try {
      JsonNode body = JSON.readTree(response.body());
      return new Answer(
          body.path("apiVersion").asText(),
          body.path("response").path("allowed").asBoolean(),
          body.path("response").path("status").path("message").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path, body));
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** From the admin port. */
  HttpResponse<String> get(int adminPort, String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
