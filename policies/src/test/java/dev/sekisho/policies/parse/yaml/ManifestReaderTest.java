package dev.sekisho.policies.parse.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {

  private static final String HEAD = "apiVersion: v1\nkind: Thing\n";

  /** What `sigs.k8s.io/yaml` makes of the same text. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "abc, `\"abc\"`",
        "yes, true",
        "Off, false",
        "y, true",
        "nO, `\"nO\"`",
        "'yes', `\"yes\"`",
        "\"1\", `\"1\"`",
        "~, null",
        "`''`, `\"\"`",
        "12, 12",
        "+12, 12",
        "-0x1F, -31",
        "017, 15",
        "0o17, 15",
        "0b101, 5",
        "1_000, 1000",
        "08, 8",
        "1:30, `\"1:30\"`",
        "1.5, 1.5",
        "1.0, 1",
        "1e3, 1000",
        ".5, 0.5",
        "-.5e-1, -0.05",
        ".2_5, 0.25",
        "6e0352, `\"6e0352\"`",
        "1.2.3, `\"1.2.3\"`",
        "., `\".\"`",
        "'-', `\"-\"`",
        "9223372036854775808, 9223372036854775808",
        "2027-01-01, `\"2027-01-01\"`",
        "!!str 1, `\"1\"`",
        "!!float 1, 1",
        "0x, `\"0x\"`",
        "<<, `\"<<\"`"
      })
  void scalarsHaveKubernetesTypes(String text, String json) {
    var manifest = ManifestReader.read(HEAD + "v: " + text + "\n");

    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.documents().getFirst().object().get("v").toString()).isEqualTo(json);
  }

  @Test
  void keysAreTextAsKubernetesWritesIt() {
    var manifest = ManifestReader.read(HEAD + "data: {on: a, 0x10: b, 'on': c, ~: d, 1.5: e}\n");

    assertThat(manifest.problems()).hasSize(1);
    manifest = ManifestReader.read(HEAD + "data: {on: a, 0x10: b, ~: d, 1.5: e}\n");
    assertThat(manifest.documents().getFirst().object().get("data").toString())
        .isEqualTo("{\"true\":\"a\",\"16\":\"b\",\"null\":\"d\",\"1.5\":\"e\"}");
  }

  @Test
  void blockScalarsKeepTheirText() {
    var manifest =
        ManifestReader.read(HEAD + "data:\n  a: |\n    x\n    ---\n    y\n  b: >-\n    p\n    q\n");

    assertThat(manifest.documents().getFirst().object().get("data").toString())
        .isEqualTo("{\"a\":\"x\\n---\\ny\\n\",\"b\":\"p q\"}");
  }

  @Test
  void documentsComeInOrderWithTheirLines() {
    var manifest =
        ManifestReader.read(
            "# first\n" + HEAD + "---\n\n{apiVersion: v1, kind: B}\n--- # c\n" + HEAD);

    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.documents()).extracting(ManifestDocument::line).containsExactly(2, 6, 8);
    assertThat(manifest.documents())
        .extracting(ManifestDocument::kind)
        .containsExactly("Thing", "B", "Thing");
  }

  @Test
  void aBrokenDocumentHidesNoOther() {
    var manifest =
        ManifestReader.read("a: [\n---\n" + HEAD + "---\n\tb: 1\n---\n" + HEAD + "x: 1\nx: 2\n");

    assertThat(manifest.documents()).extracting(ManifestDocument::line).containsExactly(3);
    assertThat(manifest.problems())
        .extracting(YamlProblem::toString)
        .containsExactly(
            "2:1: expected a value: quote text that begins with this character",
            "6:1: a tab cannot indent YAML: use spaces",
            "11:1 x: duplicate key, first at line 10");
  }

  @Test
  void listsAreTakenApart() {
    var manifest =
        ManifestReader.read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service}
            - apiVersion: networking.k8s.io/v1
              kind: IngressList
              items:
              - {metadata: {name: a}}
              - {apiVersion: x/v1, kind: Other}
            - 7
            - {kind: NoVersion}
            ---
            apiVersion: x/v1
            kind: AllowList
            spec: {}
            """);

    assertThat(manifest.documents())
        .extracting(d -> d.apiVersion() + " " + d)
        .containsExactly(
            "v1 Service at line 4",
            "networking.k8s.io/v1 Ingress at line 8",
            "x/v1 Other at line 9",
            "x/v1 AllowList at line 13");
    assertThat(manifest.problems())
        .extracting(YamlProblem::toString)
        .containsExactly(
            "10:3 items[2]: expected a Kubernetes object, but this is a number",
            "11:3 items[3]: expected a Kubernetes object, but it has no apiVersion or no kind");
  }

  @Test
  void jsonWithTabsIsRead() {
    var manifest =
        ManifestReader.read(
            "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"A\", \"n\": 1e2, \"s\": \"\\/\"}\n");

    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.documents().getFirst().object().toString())
        .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"A\",\"n\":100,\"s\":\"/\"}");
  }

  @Test
  void saysWhetherThereArePolicies() {
    var policy = "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\n";

    assertThat(ManifestReader.read(HEAD + "---\n" + policy).holdsPolicies()).isTrue();
    assertThat(ManifestReader.read(policy + "spec: [\n").holdsPolicies()).isTrue();
    assertThat(ManifestReader.read(HEAD).holdsPolicies()).isFalse();
    assertThat(
            ManifestReader.read(HEAD + "metadata: {labels: {sekisho.dev/policy: 'true'}}")
                .holdsPolicies())
        .isFalse();
  }

  @Test
  void aPolicyInAListIsReported() {
    var manifest =
        ManifestReader.read(
            "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: sekisho.dev/v1alpha1, kind: Policy}\n");

    assertThat(manifest.documents()).isEmpty();
    assertThat(manifest.problems())
        .extracting(YamlProblem::toString)
        .containsExactly(
            "4:3 items[0]: a policy cannot stand in a List: give it a document of its own");
  }

  @Test
  void numbersThatJsonHasNotAreProblems() {
    for (String number : List.of(".inf", "-.Inf", ".nan")) {
      var manifest = ManifestReader.read(HEAD + "v: " + number);

      assertThat(manifest.documents()).isEmpty();
      assertThat(manifest.problems())
          .extracting(YamlProblem::toString)
          .containsExactly("3:4 v: JSON has no such number: quote it if it is text");
    }
  }

  @Test
  void secretsAreNeverPrinted() {
    var text = "apiVersion: v1\nkind: Secret\nstringData: {password: hunter2, other: [*hunter2]}\n";
    var broken = ManifestReader.read(text);
    var good = ManifestReader.read(text.replace("*", ""));

    assertThat(broken.problems()).hasSize(1);
    assertThat(good.problems()).isEmpty();
    assertThat(broken + " " + good + YamlText.read(text) + YamlText.read(text.replace("*", "")))
        .doesNotContain("hunter2");
  }
}
