package dev.sekisho.policies.parse;

import java.util.List;

/**
 * Parses policy documents strictly: whatever the document's definition doesn't know is a problem,
 * and all problems are reported at once. Never throws on any text. Stateless and thread-safe.
 */
public final class PolicyParser {

  private PolicyParser() {}

  /** Parses a text in which only policies may stand. */
  public static ParseResult parse(PolicySourceText source) {
    return parse(source, OtherKinds.REFUSE);
  }

  /** Parses a text; positions are those of the whole text also where documents are skipped. */
  public static ParseResult parse(PolicySourceText source, OtherKinds otherKinds) {
    if (!source.namespace().equals(source.ownNamespace())) {
      return new ParseResult(List.of(), List.of(foreign(source.key(), source.ownNamespace())));
    }
    var reader = new PolicyReader(source.namespace(), source.configMap(), otherKinds);
    reader.read(source.key(), source.text());
    return reader.result();
  }

  static PolicyProblem foreign(String key, String ownNamespace) {
    return new PolicyProblem(
        key,
        1,
        1,
        "",
        "policies of other namespaces than " + ownNamespace + " are not supported yet");
  }
}
