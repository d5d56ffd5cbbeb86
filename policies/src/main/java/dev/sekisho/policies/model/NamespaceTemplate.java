package dev.sekisho.policies.model;

/**
 * A text in which {@code ${namespace}} may stand for the name of the object's namespace.
 *
 * @param text as written
 */
public record NamespaceTemplate(String text) {

  /**
   * @throws IllegalArgumentException with a reason for the user, if there is another placeholder
   */
  public NamespaceTemplate {
    if (text.replace(PatternTemplate.NAMESPACE, "").contains("${")) {
      throw new IllegalArgumentException(
          "the only placeholder is "
              + PatternTemplate.NAMESPACE
              + ", and it needs its closing brace");
    }
  }

  public String resolve(String namespace) {
    return text.replace(PatternTemplate.NAMESPACE, namespace);
  }

  @Override
  public String toString() {
    return text;
  }
}
