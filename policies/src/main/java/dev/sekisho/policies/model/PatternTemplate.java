package dev.sekisho.policies.model;

/**
 * A host pattern of a policy in which {@code ${namespace}} may stand for the name of the object's
 * namespace.
 */
public final class PatternTemplate {

  /** The placeholder. */
  public static final String NAMESPACE = "${namespace}";

  private final String text;

  private PatternTemplate(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException with a reason for the user, if the text is no pattern
   */
  public static PatternTemplate of(String text) {
    String sample = text.replace(NAMESPACE, "namespace");
    if (sample.contains("${")) {
      throw new IllegalArgumentException(
          "the only placeholder is " + NAMESPACE + ", and it needs its closing brace");
    }
    HostPattern.of(sample);
    return new PatternTemplate(text);
  }

  /**
   * The pattern for objects of {@code namespace}. A namespace whose name makes the whole too long
   * gets a pattern problem, and with it nothing is allowed.
   */
  public HostPattern.Reading resolve(String namespace) {
    return HostPattern.read(text.replace(NAMESPACE, namespace));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PatternTemplate that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}
