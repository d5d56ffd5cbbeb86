package dev.sekisho.benchmarks.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeshGoalTest {

  private final MeshResults results = MeshResults.empty();

  @Test
  void fourTenthsAboveTheCeilingAreEnoughAndMoreAreNot() {
    point(Contender.CEILING, 100, 500, 10, 20);
    point(Contender.SEKISHO, 100, 500, 14, 28);
    assertThat(MeshGoal.of(results)).hasSize(2).allMatch(MeshGoal::met);

    results.points().removeLast();
    point(Contender.SEKISHO, 100, 500, 14.1, 28.1);
    assertThat(MeshGoal.of(results)).hasSize(2).noneMatch(MeshGoal::met);
  }

  @Test
  void theCeilingOfAnotherPointIsNone() {
    point(Contender.CEILING, 100, 1_000, 10, 20);
    point(Contender.CEILING, 1_000, 500, 10, 20);
    point(Contender.SEKISHO, 100, 500, 14, 28);

    assertThat(MeshGoal.of(results)).isEmpty();
  }

  @Test
  void memoryCountsAtAThousandOfBoth() {
    results
        .points()
        .add(
            new ChangePoint(
                Contender.SEKISHO, 1_000, 1_000, 30, 1, 1, 1, 1, 1, 64 << 10, 346L << 20));

    assertThat(MeshGoal.of(results)).extracting(MeshGoal::met).containsExactly(true, false);
  }

  @Test
  void manyAtOnceAreComparedAndNobodyMayBeRefused() {
    burst(Contender.CEILING, 10, 10, 5);
    burst(Contender.SEKISHO, 13, 13.1, 1);

    assertThat(MeshGoal.of(results)).extracting(MeshGoal::met).containsExactly(true, false, false);
  }

  @Test
  void whatIsNotToBeSentIsCounted() {
    results.counts().put("a", 0L);
    results.counts().put("b", 1L);
    results.resumptions().add(0.05);

    assertThat(MeshGoal.of(results)).extracting(MeshGoal::met).containsExactly(true, true, false);
  }

  @Test
  void policyEditsHaveATenthOfASecond() {
    results.edits().add(new PolicyEdits(1_000, 30, 20, 100, 50, 0));
    assertThat(MeshGoal.of(results)).hasSize(2).allMatch(MeshGoal::met);

    results.edits().set(0, new PolicyEdits(1_000, 30, 20, 101, 50, 7));
    assertThat(MeshGoal.of(results)).hasSize(2).noneMatch(MeshGoal::met);
  }

  private void point(Contender who, int services, int proxies, double p99, double cpu) {
    results
        .points()
        .add(new ChangePoint(who, services, proxies, 30, 1, p99, cpu, 1, 300, 1 << 10, 1 << 20));
  }

  private void burst(Contender who, double seconds, double cpu, int refused) {
    results.bursts().add(new Burst(who, 1_000, 1_000, seconds, cpu, 1, refused, 2e6));
  }
}
