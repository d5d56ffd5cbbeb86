package dev.sekisho.policies.parse.yaml;

/**
 * One flaw of a text.
 *
 * @param path of the node that has it; empty where the text can't be read as YAML at all
 * @param message for the user: what is wrong and how to right it; never quotes a value, which may
 *     be secret
 */
public record YamlProblem(Position position, String path, String message) {

  /** {@code line:column path: message}. */
  @Override
  public String toString() {
    return position + (path.isEmpty() ? "" : " " + path) + ": " + message;
  }
}
