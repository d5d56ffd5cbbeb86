package dev.sekisho.policies.parse.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One Kubernetes object of a manifest.
 *
 * @param object with {@code apiVersion} and {@code kind}; the receiver's own, nobody else keeps it
 * @param node the same as it was written
 */
public record ManifestDocument(ObjectNode object, YamlNode node) {

  /** Where the object begins in the manifest, from 1. */
  public int line() {
    return node.position().line();
  }

  /**
   * Where a field stands in the manifest; where there is none, what it would stand in.
   *
   * @param fieldPath as in violations, {@code spec.rules[0].host}
   */
  public Position position(String fieldPath) {
    return FieldPositions.of(node, fieldPath);
  }

  public String apiVersion() {
    return object.path("apiVersion").asText();
  }

  /** Whether this is a bare policy document, which is no object of a cluster. */
  public boolean isPolicy() {
    return apiVersion().startsWith(ManifestReader.POLICY_GROUP + "/");
  }

  public String kind() {
    return object.path("kind").asText();
  }

  /** Without the object, which may be a Secret. */
  @Override
  public String toString() {
    return kind() + " at line " + line();
  }
}
