package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** A cluster as a test sees it: acts of users by kubectl, and quick looks by the API. */
final class Cluster implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final List<String> CLUSTER_WIDE =
      List.of(
          "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
          "/apis/networking.k8s.io/v1/ingressclasses");
  private static final List<String> NAMESPACED =
      List.of(
          "/apis/networking.k8s.io/v1/namespaces/%s/ingresses",
          "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices",
          "/api/v1/namespaces/%s/services",
          "/api/v1/namespaces/%s/secrets",
          "/api/v1/namespaces/%s/configmaps");

  private final ApiServer server;
  private final Path logs;
  private final KubeApi api;
  private final Kubectl kubectl;

  Cluster(ApiServer server, Path logs) {
    this.server = server;
    this.logs = logs;
    this.api = new KubeApi(server);
    this.kubectl = new Kubectl(server.kubeconfig());
  }

  ApiServer server() {
    return server;
  }

  KubeApi api() {
    return api;
  }

  /** Where this test class leaves its logs. */
  Path logs() {
    return logs;
  }

  Command kubectl(String... arguments) {
    return kubectl.run("", arguments);
  }

  /** kubectl apply, which must work. */
  void apply(String yaml) {
    applyAnyway(yaml).orFail("kubectl apply");
  }

  /** kubectl apply, whatever comes of it. */
  Command applyAnyway(String yaml, String... arguments) {
    var all = new String[arguments.length + 3];
    System.arraycopy(new String[] {"apply", "-f", "-"}, 0, all, 0, 3);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return kubectl.run(yaml, all);
  }

  /** kubectl apply, which must be refused; the whole of what it prints to standard error. */
  String applyExpectingDenial(String yaml, String... arguments) {
    var run = applyAnyway(yaml, arguments);
    assertThat(run.exit())
        .as("exit code of kubectl, which printed: %s%s", run.out(), run.err())
        .isEqualTo(1);
    return run.err();
  }

  /** A namespace of a name that no other test has. */
  String freshNamespace(String prefix, String annotations) {
    var name = prefix + "-" + COUNTER.incrementAndGet();
    apply(Manifests.namespace(name, annotations));
    return name;
  }

  /** The object at that path of the API. */
  JsonNode read(String path) {
    return api.get(path).orFail().json();
  }

  /** Deletes what tests make. Namespaces stay: no controller is there that could end them. */
  void empty() {
    CLUSTER_WIDE.forEach(path -> api.delete(path).orFail());
    for (JsonNode namespace : read("/api/v1/namespaces").path("items")) {
      var name = namespace.path("metadata").path("name").asText();
      NAMESPACED.forEach(path -> deleteAll(path.formatted(name)));
    }
  }

  @Override
  public void close() {
    api.close();
  }

  // Services have no deletion of a whole collection in every version; the default one stays.
  private void deleteAll(String collection) {
    StreamSupport.stream(read(collection).path("items").spliterator(), false)
        .map(item -> item.path("metadata").path("name").asText())
        .filter(name -> !name.equals("kubernetes"))
        .forEach(name -> api.delete(collection + "/" + name).orFail());
  }
}
