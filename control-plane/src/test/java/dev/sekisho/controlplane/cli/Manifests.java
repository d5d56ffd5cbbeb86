package dev.sekisho.controlplane.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of manifests for commands that read files. */
record Manifests(Path folder) {

  static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allow: ["*.${namespace}.example.com"]
      """;

  static final String NAMESPACES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: qa}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      """;

  static String ingress(String namespace, String name, String host) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          namespace: %s
          name: %s
        spec:
          rules:
          - host: %s
        """
        .formatted(namespace, name, host);
  }

  /** Writes a file; returns its path as text. */
  String file(String name, String... documents) {
    try {
      return Files.writeString(folder.resolve(name), String.join("---\n", documents)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
