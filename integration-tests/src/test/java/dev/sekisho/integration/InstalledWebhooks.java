package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The webhook configurations as a chart installs them, without caBundle, and what became of them.
 */
final class InstalledWebhooks {
  private static final String PATH = "/apis/admissionregistration.k8s.io/v1/";
  static final String VALIDATING = PATH + "validatingwebhookconfigurations/sekisho";
  static final String MUTATING = PATH + "mutatingwebhookconfigurations/sekisho";

  /** An entry of somebody else, about a kind that nobody uses here. */
  static final String FOREIGN =
      """
      - name: scan.acme.example
        clientConfig: {url: "https://127.0.0.1:1/"}
        rules:
        - {apiGroups: [acme.example], apiVersions: [v1], operations: [CREATE], resources: [scans]}
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Ignore
      """;

  private final Cluster cluster;
  private final ControlPlaneProcess controlPlane;

  InstalledWebhooks(Cluster cluster, ControlPlaneProcess controlPlane) {
    this.cluster = cluster;
    this.controlPlane = controlPlane;
  }

  /** Both configurations; the first also with more entries. */
  String manifests(String more) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: sekisho, labels: {chart: sekisho}}
    webhooks:
    %s%s---
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: sekisho, labels: {chart: sekisho}}
    webhooks:
    %s"""
        .formatted(
            entry("validate", "networking.k8s.io", "ingresses"), more, entry("mutate", "", "pods"));
  }

  private String entry(String path, String group, String resource) {
    return """
    - name: %1$s.sekisho.dev
      clientConfig: {url: "https://127.0.0.1:%2$d/%1$s"}
      rules:
      - apiGroups: ["%3$s"]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE]
        resources: [%4$s]
      admissionReviewVersions: [v1]
      sideEffects: NoneOnDryRun
      timeoutSeconds: 5
      failurePolicy: Fail
      matchPolicy: Equivalent
    """
        .formatted(path, controlPlane.webhookPort(), group, resource);
  }

  /** The configuration now; empty: there is none. */
  Optional<JsonNode> find(String path) {
    var answer = cluster.api().get(path);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.orFail().json());
  }

  /** An entry's caBundle; empty text: it has none. */
  String caBundle(String path, String entry) {
    return StreamSupport.stream(cluster.read(path).path("webhooks").spliterator(), false)
        .filter(e -> e.path("name").asText().equals(entry))
        .map(e -> e.path("clientConfig").path("caBundle").asText())
        .findFirst()
        .orElse("");
  }

  /** What caBundle should be. */
  String rightBundle() {
    try {
      return Pem.base64(Files.readString(controlPlane.ca()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until both have the right bundle; how long that took. */
  Duration awaitRight(Duration bound) {
    long start = System.nanoTime();
    var right = rightBundle();
    Await.that(
        "the right caBundle in both configurations",
        bound,
        () ->
            caBundle(VALIDATING, "validate.sekisho.dev").equals(right)
                && caBundle(MUTATING, "mutate.sekisho.dev").equals(right));
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
