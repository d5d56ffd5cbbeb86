package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {

  @TempDir Path folder;
  private Manifests manifests;

  @BeforeEach
  void folder() {
    manifests = new Manifests(folder);
  }

  private String goodAndBad() {
    return manifests.file(
        "all.yaml",
        Manifests.ingress("qa", "bad", "shop.example.com"),
        Manifests.ingress("qa", "good", "a.qa.example.com"),
        Manifests.NAMESPACES,
        Manifests.POLICY);
  }

  private static JsonNode json(Program run) throws Exception {
    return new JsonMapper().readTree(run.out());
  }

  @Test
  void namesFileLineAndColumnOfWhatWouldBeDeniedWhereverThePolicyStands() {
    String file = goodAndBad();

    var run = Program.run("analyze", folder.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            file
                + ":8:5: denied: Ingress/qa/bad: invalid ingress host \"shop.example.com\""
                + " [sekisho-system/"
                + file
                + "/edge hosts.unlisted]\n")
        .contains("4 objects, 1 violation, 0 warnings; 1 policy, revision ");
  }

  @Test
  void endsWithZeroWhereNothingIsDenied() {
    manifests.file(
        "all.yaml", Manifests.POLICY, Manifests.ingress("qa", "good", "a.qa.example.com"));

    assertThat(Program.run("analyze", folder.toString()).exit()).isZero();
  }

  @Test
  void saysThatNothingIsEnforcedWithoutAPolicy() {
    manifests.file("a.yaml", Manifests.ingress("qa", "good", "a.qa.example.com"));

    var run = Program.run("analyze", folder.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("no policy among them, nothing is enforced");
  }

  @Test
  void takesPoliciesFromAnotherFolderWithoutReviewingWhatElseIsThere() {
    var others = new Manifests(folder.resolve("p"));
    assertThat(others.folder().toFile().mkdir()).isTrue();
    others.file("p.yaml", Manifests.POLICY, Manifests.ingress("qa", "old", "old.example.com"));
    String file = manifests.file("a.yaml", Manifests.ingress("qa", "bad", "shop.example.com"));

    var run = Program.run("analyze", file, "--policies", others.folder().toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("Ingress/qa/bad").doesNotContain("Ingress/qa/old");
    assertThat(run.out()).contains("1 object, 1 violation");
  }

  @Test
  void warningsDoNotFail() {
    String file =
        manifests.file(
            "a.yaml",
            Manifests.POLICY.replace("  hosts:", "  enforcement: warn\n  hosts:"),
            Manifests.ingress("qa", "bad", "shop.example.com"));

    var run = Program.run("analyze", file);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains(": warning: Ingress/qa/bad").contains("1 warning;");
  }

  @Test
  void aLaterObjectConflictsWithAnEarlierOne() {
    manifests.file("1.yaml", Manifests.ingress("qa", "first", "x.example.com"));
    String second = manifests.file("2.yaml", Manifests.ingress("shop", "second", "x.example.com"));
    manifests.file("p.yaml", Manifests.POLICY.replace("allow: [", "allow: [\"*.example.com\", "));

    var run = Program.run("analyze", folder.toString());

    assertThat(run.out())
        .contains(second + ":8:5: denied: Ingress/shop/second")
        .contains("(conflicts with qa/first)")
        .contains("1 violation");
  }

  @Test
  void whatCannotBeReadIsAFindingAndExitCode2() {
    String file = manifests.file("a.yaml", "kind: [\n");
    String policy = manifests.file("p.yaml", Manifests.POLICY.replace("allow:", "alow:"));

    var run = Program.run("analyze", folder.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out())
        .contains(file + ":")
        .contains(policy + ":6:5: error: unknown key, did you mean \"allow\"?");
  }

  @Test
  void placesTheProblemOfAPolicyConfigMap() {
    String file =
        manifests.file(
            "cm.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              namespace: sekisho-system
              name: edge
              labels: {sekisho.dev/policy: "true"}
            data:
              edge.yaml: |
                apiVersion: sekisho.dev/v1alpha1
                kind: Policy
            """);

    var run = Program.run("analyze", file);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains(file + ":8:3: error: ConfigMap/sekisho-system/edge: edge.yaml:");
  }

  @Test
  void missingFilesAreNamed() {
    var run = Program.run("analyze", folder.resolve("none.yaml").toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("none.yaml: no such file or folder");
  }

  @Test
  void readsStandardInput() {
    String policy = manifests.file("p.yaml", Manifests.POLICY);
    var real = System.in;
    System.setIn(
        new ByteArrayInputStream(
            Manifests.ingress("qa", "bad", "shop.example.com").getBytes(StandardCharsets.UTF_8)));
    try {
      var run = Program.run("analyze", "-", "--policies", policy);

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out()).startsWith("-:8:5: denied: Ingress/qa/bad");
    } finally {
      System.setIn(real);
    }
  }

  @Test
  void writesJson() throws Exception {
    String file = goodAndBad();

    var report = json(Program.run("analyze", file, "-o", "json"));

    var finding = report.path("findings").path(0);
    assertThat(report.path("objects").asInt()).isEqualTo(4);
    assertThat(finding.path("file").asText()).isEqualTo(file);
    assertThat(finding.path("line").asInt()).isEqualTo(8);
    assertThat(finding.path("rule").asText()).isEqualTo("hosts.unlisted");
    assertThat(finding.path("path").asText()).isEqualTo("spec.rules[0].host");
  }

  @Test
  void writesSarif() throws Exception {
    String file = goodAndBad();

    var run = json(Program.run("analyze", file, "-o", "sarif")).path("runs").path(0);

    assertThat(run.at("/tool/driver/rules/0/id").asText()).isEqualTo("hosts.unlisted");
    var location = run.at("/results/0/locations/0/physicalLocation");
    assertThat(run.at("/results/0/level").asText()).isEqualTo("error");
    assertThat(location.at("/artifactLocation/uri").asText()).isEqualTo(file);
    assertThat(location.at("/region/startLine").asInt()).isEqualTo(8);
    assertThat(location.at("/region/startColumn").asInt()).isEqualTo(5);
  }

  @Test
  void writesJunitXml() throws Exception {
    String file = goodAndBad();

    var run = Program.run("analyze", file, "-o", "junit");

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)));
    var suite = document.getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
        .isEqualTo(file + ":8:5 spec.rules[0].host: invalid ingress host \"shop.example.com\"");
  }
}
