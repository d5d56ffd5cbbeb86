package dev.sekisho.webhook.inject;

import dev.sekisho.policies.objects.NamespaceFacts;

/** What a namespace says of the redirection of its Pods' connections. */
public final class NamespaceRedirection {

  /** {@code container}, {@code off} or {@code explicit}. */
  public static final String ANNOTATION = "sekisho.dev/redirection";

  private NamespaceRedirection() {}

  /**
   * @param found takes the problem if what it says can't be read
   */
  static Redirection of(NamespaceFacts namespace, Redirection otherwise, AnnotationReader found) {
    var text = namespace.annotations().get(ANNOTATION);
    if (text == null) {
      return otherwise;
    }
    return Redirection.parse(text)
        .orElseGet(
            () -> {
              found.problem(
                  "",
                  "invalid annotation \"%s\" of namespace %s (expected: container, off or explicit)"
                      .formatted(ANNOTATION, namespace.name()));
              return otherwise;
            });
  }
}
