package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The type of an object.
 *
 * @param group empty for the core group
 */
public record GroupVersionKind(String group, String version, String kind) {

  /** How an {@link ObjectKey} names the kind, in whatever version. */
  public String nameInKey() {
    return KindNames.of(group, kind);
  }

  /** The type that an object says it has; parts that it doesn't say are empty. */
  public static GroupVersionKind of(JsonNode object) {
    return of(object.path("apiVersion").asText(), object.path("kind").asText());
  }

  /**
   * @param apiVersion as objects have it, {@code v1} or {@code networking.k8s.io/v1}
   */
  public static GroupVersionKind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new GroupVersionKind("", apiVersion, kind)
        : new GroupVersionKind(
            apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }
}
