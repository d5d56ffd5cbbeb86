package dev.sekisho.policies.parse.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One Kubernetes object of a manifest.
 *
 * @param object with {@code apiVersion} and {@code kind}; the receiver's own, nobody else keeps it
 * @param line where the object begins in the manifest, from 1
 */
public record ManifestDocument(ObjectNode object, int line) {

  public String apiVersion() {
    return object.path("apiVersion").asText();
  }

  public String kind() {
    return object.path("kind").asText();
  }

  /** Without the object, which may be a Secret. */
  @Override
  public String toString() {
    return kind() + " at line " + line;
  }
}
