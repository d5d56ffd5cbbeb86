package dev.sekisho.policies.parse.yaml;

/** What a scalar is: what its quotes or tag say, or what Kubernetes' YAML takes plain text for. */
public enum ScalarType {
  STRING("a string"),
  BOOLEAN("a boolean"),
  INTEGER("a number"),
  FLOAT("a number"),
  NULL("nothing");

  private final String noun;

  ScalarType(String noun) {
    this.noun = noun;
  }

  /** As messages name it. */
  public String noun() {
    return noun;
  }
}
