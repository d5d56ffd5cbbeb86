package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.MtlsMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/policies.md shows is what the parser reads. */
class DocumentedPoliciesTest {

  private static final String HEAD =
      "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: shown}\nspec:\n";

  /** Sections stand under the spec; what is indented further is of hosts. */
  private static List<String> sections() throws IOException {
    var text = Files.readString(Path.of("..", "docs", "policies.md"));
    return Pattern.compile("(?ms)^```yaml\n( {2}.*?)^```")
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .map(block -> HEAD + (block.startsWith("    ") ? "  hosts:\n" : "") + block)
        .toList();
  }

  @Test
  void eachSectionIsRight() throws IOException {
    assertThat(sections()).hasSizeGreaterThan(6);
    assertThat(sections())
        .allSatisfy(section -> assertThat(Documents.problemsOf(section)).as(section).isEmpty());
  }

  @Test
  void theMeshIsShown() throws IOException {
    var shown =
        sections().stream()
            .flatMap(section -> Documents.parse(section).policies().stream())
            .flatMap(policy -> policy.mesh().stream())
            .toList();

    assertThat(shown)
        .singleElement()
        .satisfies(
            mesh -> {
              assertThat(mesh.mode()).contains(MtlsMode.STRICT);
              assertThat(mesh.workloads()).isPresent();
              assertThat(mesh.ports()).isNotEmpty();
              assertThat(mesh.allowFrom().orElseThrow()).hasSize(2);
            });
  }
}
