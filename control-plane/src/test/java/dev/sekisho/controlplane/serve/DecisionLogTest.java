package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.ReviewVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final List<String> lines = new ArrayList<>();
  private final DecisionLog log = new DecisionLog(lines::add);

  private static AdmissionRequest request(String name) {
    var confidential = JsonNodeFactory.instance.objectNode().put("data", "hunter2");
    return new AdmissionRequest(
        ReviewVersion.V1,
        "uid-1",
        new ObjectRequest(
            new GroupVersionKind("", "v1", "Pod"),
            new GroupVersionResource("", "v1", "pods"),
            "ephemeralcontainers",
            Operation.UPDATE,
            name,
            "qa",
            new Requester("jane", Set.of("dev")),
            true,
            confidential,
            MissingNode.getInstance()));
  }

  private static DecisionRecord decision(int second, Verdict verdict, String rules, String name) {
    return DecisionRecord.of(
        START.plusSeconds(second),
        "/validate",
        request(name),
        verdict,
        verdict == Verdict.DENIED ? List.of("spec.volumes[0]") : List.of(),
        rules.isEmpty() ? Map.of("revision", "abc") : Map.of("revision", "abc", "rules", rules),
        Duration.ofMillis(2));
  }

  @Test
  void aDenialIsOneLineOfJsonWithoutTheObject() throws IOException {
    log.add(decision(0, Verdict.DENIED, "s/p/a:secrets.deny,s/p/a:rules.x", "web"));

    assertThat(lines).hasSize(1);
    assertThat(new ObjectMapper().readTree(lines.getFirst()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time": "2026-01-02T03:04:05Z", "webhook": "/validate", "uid": "uid-1",
                     "user": "jane", "operation": "UPDATE", "kind": "Pod",
                     "resource": "pods/ephemeralcontainers", "namespace": "qa", "name": "web",
                     "dryRun": true, "verdict": "denied",
                     "rules": ["s/p/a:secrets.deny", "s/p/a:rules.x"],
                     "fields": ["spec.volumes[0]"], "revision": "abc", "seconds": 0.002}
                    """));
  }

  @Test
  void everythingNotableIsLoggedAndSamplesOfTheRest() {
    for (int i = 0; i <= 2 * DecisionLog.SAMPLE; i++) {
      log.add(decision(i, i % 2 == 0 ? Verdict.ALLOWED : Verdict.PATCHED, "", "a" + i));
    }
    assertThat(lines).hasSize(3).first().asString().contains("\"a0\"");
    lines.clear();
    for (int i = 0; i < 5; i++) {
      log.add(decision(i, Verdict.DENIED, "r", "d"));
      log.add(decision(i, Verdict.UNDECIDED, "", "u"));
      log.add(decision(i, Verdict.ALLOWED, "r", "warned"));
      log.add(decision(i, Verdict.PATCHED, "r", "warned"));
    }
    assertThat(lines).hasSize(20);
  }

  @Test
  void whatPassesDoesNotWashAwayWhatWasRefused() {
    log.add(decision(0, Verdict.DENIED, "r", "refused"));
    for (int i = 1; i <= 3 * DecisionLog.KEPT; i++) {
      log.add(decision(i, Verdict.ALLOWED, "", "a" + i));
    }
    var recent = log.recent();
    assertThat(recent).hasSize(DecisionLog.KEPT + 1);
    assertThat(recent.getFirst().name()).isEqualTo("a" + 3 * DecisionLog.KEPT);
    assertThat(recent.getLast().name()).isEqualTo("refused");
  }

  @Test
  void whatACallerMakesUpStaysOneShortLine() {
    log.add(decision(0, Verdict.DENIED, "r", "x\nERROR forged\u001b[31m" + "y".repeat(100_000)));
    assertThat(lines.getFirst()).hasLineCount(1).hasSizeLessThan(1_000).doesNotContain("\u001b");
  }

  @Test
  void theLastDecisionsAreADocument() throws IOException {
    log.add(decision(0, Verdict.DENIED, "r", "first"));
    log.add(decision(1, Verdict.ALLOWED, "", "second"));
    var json = new ObjectMapper().readTree(log.json());
    assertThat(json.path("decisions")).hasSize(2);
    assertThat(json.at("/decisions/0/name").asText()).isEqualTo("second");
    assertThat(log.json()).doesNotContain("hunter2");
  }
}
