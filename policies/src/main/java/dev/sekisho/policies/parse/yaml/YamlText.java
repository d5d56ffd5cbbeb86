package dev.sekisho.policies.parse.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a text of YAML or JSON documents. Never throws: what can't be read is a problem. Documents
 * without content (comments only) are left out; a byte-order mark is ignored.
 */
public final class YamlText {

  /** Characters that a text may have: four times what a ConfigMap holds. */
  public static final int LONGEST = 4 << 20;

  /** Levels that a document may nest: schemas of custom resources need about 40. */
  public static final int DEEPEST = 100;

  private YamlText() {}

  /** The documents of {@code text}, in order. */
  public static List<YamlDocument> read(String text) {
    if (text.length() > LONGEST) {
      var problem =
          new YamlProblem(Position.START, "", "the text is longer than " + LONGEST + " characters");
      return List.of(new YamlDocument(Position.START, Optional.empty(), List.of(problem), ""));
    }
    var documents = new ArrayList<YamlDocument>();
    for (DocumentSplitter.Chunk chunk : DocumentSplitter.split(text)) {
      documents.addAll(read(chunk));
    }
    return List.copyOf(documents);
  }

  private static List<YamlDocument> read(DocumentSplitter.Chunk chunk) {
    var start = new Position(chunk.firstLine(), 1);
    var forbidden = UnprintableText.find(chunk);
    if (forbidden.isPresent()) {
      return List.of(unreadable(start, forbidden.get(), chunk));
    }
    var json = JsonDocuments.read(chunk);
    if (json.isPresent()) {
      return List.of(json.get());
    }
    var documents = new ArrayList<YamlDocument>();
    try {
      var options = options();
      var composer =
          new Composer(
              new ParserImpl(new StreamReader(chunk.text()), options),
              new KubernetesResolver(),
              options);
      while (composer.checkNode()) {
        convert(composer.getNode(), chunk).ifPresent(documents::add);
      }
    } catch (MarkedYAMLException e) {
      documents.add(unreadable(start, SyntaxProblems.describe(e, chunk), chunk));
    } catch (RuntimeException e) {
      // The library's other failures have no place, and some aren't its own exceptions. Whatever it
      // stumbles over must not keep the other documents from being read.
      documents.add(unreadable(start, SyntaxProblems.describe(e, chunk), chunk));
    }
    return documents;
  }

  private static Optional<YamlDocument> convert(Node node, DocumentSplitter.Chunk chunk) {
    var converter = new NodeConverter(chunk.firstLine());
    Optional<YamlNode> root = converter.root(node);
    if (root.isPresent()
        && root.get() instanceof YamlNode.Scalar scalar
        && scalar.type() == ScalarType.NULL) {
      return Optional.empty();
    }
    var start = root.map(YamlNode::position).orElse(new Position(chunk.firstLine(), 1));
    return Optional.of(new YamlDocument(start, root, converter.problems(), chunk.text()));
  }

  private static YamlDocument unreadable(
      Position start, YamlProblem problem, DocumentSplitter.Chunk chunk) {
    return new YamlDocument(start, Optional.empty(), List.of(problem), chunk.text());
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    options.setNestingDepthLimit(DEEPEST);
    // Aliases are bounded by what they expand to, see NodeConverter, not by their number.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    return options;
  }
}
