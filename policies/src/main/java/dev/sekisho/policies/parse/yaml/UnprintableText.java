package dev.sekisho.policies.parse.yaml;

import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** Finds the first character that YAML doesn't permit, such as NUL: a sign of a wrong encoding. */
final class UnprintableText {

  private UnprintableText() {}

  static Optional<YamlProblem> find(DocumentSplitter.Chunk chunk) {
    String text = chunk.text();
    int line = chunk.firstLine();
    int column = 1;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!StreamReader.isPrintable(c)) {
        return Optional.of(
            new YamlProblem(
                new Position(line, column),
                "",
                "the character U+%04X is not permitted: save the text as UTF-8".formatted(c)));
      }
      at += Character.charCount(c);
      boolean breaks =
          c == '\n'
              || c == '\u0085'
              || c == '\u2028'
              || c == '\u2029'
              || (c == '\r' && at < text.length() && text.charAt(at) != '\n');
      line += breaks ? 1 : 0;
      column = breaks ? 1 : column + 1;
    }
    return Optional.empty();
  }
}
