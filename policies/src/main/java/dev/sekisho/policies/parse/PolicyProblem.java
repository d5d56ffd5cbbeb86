package dev.sekisho.policies.parse;

/**
 * One thing that is wrong with a policy ConfigMap.
 *
 * @param key of the ConfigMap's data, or the path of a manifest file; empty if the problem is not
 *     of one key
 * @param line in the text of that key, from 1
 * @param column in code points, from 1
 * @param path of the node in its document, {@code spec.hosts.allow[1]}; empty where the text can't
 *     be read as YAML
 * @param message for the user, in lower case: what is wrong and the remedy
 */
public record PolicyProblem(String key, int line, int column, String path, String message) {

  /** {@code edge.yaml:9:5 spec.hosts.unlsted: unknown key, did you mean "unlisted"?}. */
  @Override
  public String toString() {
    if (key.isEmpty()) {
      return message;
    }
    return key + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path) + ": " + message;
  }
}
