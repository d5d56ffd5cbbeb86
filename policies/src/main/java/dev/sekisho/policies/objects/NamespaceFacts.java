package dev.sekisho.policies.objects;

import java.util.Map;

/** What policies may ask of a namespace. */
public record NamespaceFacts(
    String name, Map<String, String> labels, Map<String, String> annotations) {

  public NamespaceFacts {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** A namespace of which only the name is known (yet). */
  public static NamespaceFacts unknown(String name) {
    return new NamespaceFacts(name, Map.of(), Map.of());
  }
}
