package dev.sekisho.policies.parse.yaml;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What the YAML library objects to, in words that name the remedy, at the place to look at. */
final class SyntaxProblems {

  private SyntaxProblems() {}

  static YamlProblem describe(MarkedYAMLException e, DocumentSplitter.Chunk chunk) {
    String problem = Objects.requireNonNullElse(e.getProblem(), "");
    String context = Objects.requireNonNullElse(e.getContext(), "");
    Position there = position(e.getProblemMark(), chunk);
    Position since = e.getContextMark() == null ? there : position(e.getContextMark(), chunk);

    if (context.equals("while scanning an alias") || problem.startsWith("found undefined alias")) {
      return at(since, "\"*\" begins an alias in YAML, and there is none of this name: quote it");
    }
    if (problem.contains("TAB")) {
      return at(there, "a tab cannot indent YAML: use spaces");
    }
    if (problem.endsWith("that cannot start any token") || problem.contains("cannot start any")) {
      return at(there, "text cannot begin with this character: quote it");
    }
    if (context.contains("quoted scalar") && problem.contains("unexpected end of stream")) {
      return at(since, "this text has no closing quote");
    }
    if (problem.startsWith("found unknown escape")) {
      return at(there, "unknown escape in double quotes: double the backslash, or use '…'");
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return at(there, "\":\" cannot stand here: quote the text, or check the indentation");
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return at(there, "a list cannot begin here: put \"-\" on a line of its own");
    }
    if (problem.startsWith("found undefined tag handle")) {
      return at(there, "\"!\" begins a tag in YAML: quote it");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return at(since, "expected a \":\" after this key");
    }
    return unfinished(context, problem, since)
        .map(message -> at(there, message))
        .orElseGet(() -> at(there, "not valid YAML here"));
  }

  /** What the library refuses without saying where: its bounds, and what trips it. */
  static YamlProblem describe(RuntimeException e, DocumentSplitter.Chunk chunk) {
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    return at(
        new Position(chunk.firstLine(), 1),
        message.startsWith("Nesting Depth")
            ? NodeConverter.TOO_DEEP
            : "this document is not valid YAML");
  }

  private static Optional<String> unfinished(String context, String problem, Position since) {
    return switch (context) {
      case "while parsing a flow sequence" ->
          Optional.of(
              "expected \",\" or \"]\" in the list that begins at "
                  + since
                  + ": quote text with brackets or braces");
      case "while parsing a flow mapping" ->
          Optional.of(
              "expected \",\" or \"}\" in the mapping that begins at "
                  + since
                  + ": quote text with brackets or braces");
      case "while parsing a block mapping", "while parsing a block collection" ->
          Optional.of("this does not continue what is above: check indentation and quotes");
      default ->
          problem.startsWith("expected the node content")
              ? Optional.of("expected a value: quote text that begins with this character")
              : Optional.empty();
    };
  }

  private static YamlProblem at(Position position, String message) {
    return new YamlProblem(position, "", message);
  }

  private static Position position(@Nullable Mark mark, DocumentSplitter.Chunk chunk) {
    return mark == null
        ? new Position(chunk.firstLine(), 1)
        : new Position(chunk.firstLine() + mark.getLine(), mark.getColumn() + 1);
  }
}
