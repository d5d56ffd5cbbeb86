package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

  private static final PolicyProblem PROBLEM =
      new PolicyProblem("edge.yaml", 9, 5, "spec.hosts.unlsted", "unknown key");

  @Test
  void ok() {
    assertThat(new PolicyStatus.Ok(List.of()).annotation("0123456789ab"))
        .contains("{\"status\":\"ok\",\"revision\":\"0123456789ab\"}");
  }

  @Test
  void error() {
    assertThat(new PolicyStatus.Broken(List.of(PROBLEM), List.of(), true).annotation("r"))
        .contains(
            "{\"status\":\"error\",\"problems\":[{\"key\":\"edge.yaml\",\"line\":9,\"column\":5,"
                + "\"path\":\"spec.hosts.unlsted\",\"message\":\"unknown key\"}]}");
  }

  @Test
  void notes() {
    assertThat(new PolicyStatus.Ok(List.of(new PolicyNote("a.md", "ignored"))).annotation("r"))
        .contains(
            "{\"status\":\"ok\",\"revision\":\"r\",\"notes\":[{\"key\":\"a.md\",\"message\":"
                + "\"ignored\"}]}");
  }

  @Test
  void isBounded() {
    var huge = new PolicyProblem("k".repeat(5000), 1, 1, "p".repeat(5000), "😀".repeat(5000));
    var note = new PolicyNote("k", "m".repeat(5000));
    var status =
        new PolicyStatus.Broken(
            Collections.nCopies(1000, huge), Collections.nCopies(30, note), false);

    var json = status.annotation("r").orElseThrow();

    assertThat(json).contains("\"moreProblems\":980").contains("\"moreNotes\":10");
    assertThat(json.length()).isLessThan(40_000);
    assertThat(json.chars().filter(c -> c == '{').count()).isEqualTo(41);
  }
}
