package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tour that a newcomer takes. */
class DemoIT {
  @Test
  void tourHoldsItsExpectations() {
    Tools.path("envoy");

    var run = demo(Map.of());

    assertThat(run.exit()).as(run.err() + run.out()).isZero();
    assertThat(run.out())
        .containsPattern("production/ingress-ok +signin\\.acmecorp\\.com +allowed")
        .containsPattern(
            "qa/ingress-bad +acmecorp\\.com +denied +invalid ingress host \"acmecorp\\.com\"")
        .containsPattern("staging/ingress-ok +signin\\.acmecorp\\.com +denied")
        .contains("conflicts with production/ingress-ok")
        .containsPattern("signin\\.acmecorp\\.com +200")
        .containsPattern("acmecorp\\.com +404")
        .containsPattern("\\d+ expectations held")
        .doesNotContain("\u001b[");
  }

  @Test
  void withoutEnvoyItSaysHowToGetOne() {
    var run = demo(Map.of("SEKISHO_TOOL_ENVOY", "/nonexistent/envoy"));

    assertThat(run.exit()).as(run.err() + run.out()).isEqualTo(3);
    assertThat(run.out() + run.err()).contains("SEKISHO_TOOL_ENVOY");
    assertThat(run.out())
        .containsPattern("production/ingress-ok +signin\\.acmecorp\\.com +allowed");
  }

  private static Command demo(Map<String, String> environment) {
    return Command.run(
        ControlPlaneProcess.command("demo", "--once"), environment, "", Command.SHORT);
  }
}
