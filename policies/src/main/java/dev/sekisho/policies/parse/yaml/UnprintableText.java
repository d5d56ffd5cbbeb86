package dev.sekisho.policies.parse.yaml;

import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** Finds the first character that YAML doesn't permit, such as NUL: a sign of a wrong encoding. */
final class UnprintableText {

  private UnprintableText() {}

  static Optional<YamlProblem> find(DocumentSplitter.Chunk chunk) {
    String text = chunk.text();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!StreamReader.isPrintable(c)) {
        return Optional.of(
            new YamlProblem(
                new LineCounter(text, chunk.firstLine()).at(at),
                "",
                "the character U+%04X is not permitted: save the text as UTF-8".formatted(c)));
      }
      at += Character.charCount(c);
    }
    return Optional.empty();
  }
}
