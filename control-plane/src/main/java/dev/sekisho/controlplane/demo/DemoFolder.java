package dev.sekisho.controlplane.demo;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A copy of the examples in a temporary folder, so that the tour can edit them. */
final class DemoFolder implements AutoCloseable {

  private final Path root;

  private DemoFolder(Path root) {
    this.root = root;
  }

  /**
   * @throws StartupException if there are no examples to copy
   */
  static DemoFolder copyOf(Path examples) {
    if (!Files.isDirectory(examples)) {
      throw new StartupException(
          INPUT, examples + ": no such folder; the demo runs from a checkout, with ./sekisho demo");
    }
    try {
      var root = Files.createTempDirectory("sekisho-demo-");
      try (var files = Files.walk(examples)) {
        for (Path file : files.toList()) {
          var copy = root.resolve("examples").resolve(examples.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy);
          }
        }
      }
      return new DemoFolder(root);
    } catch (IOException e) {
      throw new UncheckedIOException("copying " + examples, e);
    }
  }

  /** The manifests. */
  Path manifests() {
    return root.resolve("examples");
  }

  Path data() {
    return root.resolve("data");
  }

  Path policy() {
    return manifests().resolve("policies").resolve("edge.yaml");
  }

  Path scratch(String name) {
    return root.resolve(name);
  }

  /** The objects of a kind, in the order of the files. */
  List<JsonNode> objects(String kind) {
    try (var files = Files.walk(manifests())) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> ManifestReader.read(text(file)).documents().stream())
          .filter(document -> document.kind().equals(kind))
          .<JsonNode>map(ManifestDocument::object)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says at which port of this machine each Service's backend listens. */
  void writeEndpoints(Map<String, Integer> portsByService) {
    var list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
    var items = list.putArray("items");
    portsByService.forEach(
        (service, port) -> {
          String[] name = service.split("/", 2);
          var slice = items.addObject();
          slice.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
          slice.put("addressType", "IPv4");
          var metadata = slice.putObject("metadata");
          metadata.put("namespace", name[0]).put("name", name[1] + "-demo");
          metadata.putObject("labels").put("kubernetes.io/service-name", name[1]);
          slice.putArray("ports").addObject().put("name", "http").put("port", port);
          slice.putArray("endpoints").addObject().putArray("addresses").add("127.0.0.1");
        });
    write(manifests().resolve("endpoints.json"), list.toPrettyString());
  }

  void writeTlsSecret(String namespace, String name, IssuedCertificate certificate) {
    var secret = JsonNodeFactory.instance.objectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/tls");
    secret.putObject("metadata").put("namespace", namespace).put("name", name);
    secret
        .putObject("stringData")
        .put("tls.crt", certificate.certificatePem())
        .put("tls.key", certificate.privateKeyPem());
    write(manifests().resolve(name + ".json"), secret.toPrettyString());
  }

  String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an editor saves: the file is there whole, in its old or its new state. */
  void write(Path file, String text) {
    try {
      var temporary = Files.writeString(root.resolve("new"), text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes it. */
  @Override
  public void close() {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
