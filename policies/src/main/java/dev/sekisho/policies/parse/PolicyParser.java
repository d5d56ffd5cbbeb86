package dev.sekisho.policies.parse;

/**
 * Parses policy documents strictly: whatever the document's definition doesn't know is a problem,
 * and all problems are reported at once. A text from another namespace than Sekisho's own is a
 * policy of that namespace, which can only take away. Never throws on any text. Stateless and
 * thread-safe.
 */
public final class PolicyParser {

  private PolicyParser() {}

  /** Parses a text in which only policies may stand. */
  public static ParseResult parse(PolicySourceText source) {
    return parse(source, OtherKinds.REFUSE);
  }

  /** Parses a text; positions are those of the whole text also where documents are skipped. */
  public static ParseResult parse(PolicySourceText source, OtherKinds otherKinds) {
    var reader =
        new PolicyReader(source.namespace(), source.configMap(), source.ownNamespace(), otherKinds);
    reader.read(source.key(), source.text());
    return reader.result();
  }
}
