package dev.sekisho.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {

  private static Measurement point(
      Contender who, int existing, double rate, double p99, double cpu) {
    return new Measurement(who, existing, 64, rate, 1, p99, cpu, 0.02, 1 << 20, 0, 0, List.of(), 0);
  }

  private static List<Goal> goals(Measurement... points) {
    var results = Results.empty();
    results.points().addAll(List.of(points));
    return Goal.of(results);
  }

  @Test
  void twiceTheIndexedOneIsEnoughAndLessIsNot() {
    var indexed = point(Contender.OPA_INDEXED, 0, 5_000, 60, 0.3);

    assertThat(goals(point(Contender.SEKISHO, 0, 10_000, 19.9, 0.099), indexed))
        .hasSize(3)
        .allMatch(Goal::met);
    assertThat(goals(point(Contender.SEKISHO, 0, 9_999, 20.1, 0.101), indexed))
        .hasSize(3)
        .noneMatch(Goal::met);
  }

  @Test
  void manyIngressesCostAtMostATwentiethOfTheThroughput() {
    var empty = point(Contender.SEKISHO, 0, 10_000, 20, 0.1);

    assertThat(goals(empty, point(Contender.SEKISHO, 50_000, 9_500, 20, 0.1)))
        .singleElement()
        .matches(Goal::met);
    assertThat(goals(empty, point(Contender.SEKISHO, 50_000, 9_400, 20, 0.1)))
        .singleElement()
        .matches(goal -> !goal.met());
  }

  @Test
  void theTutorialIsComparedOnlyWhereItHasSomethingToScan() {
    assertThat(
            goals(
                point(Contender.SEKISHO, 0, 10_000, 20, 0.1),
                point(Contender.OPA_TUTORIAL, 0, 4_000, 20, 0.3)))
        .isEmpty();
    assertThat(
            goals(
                point(Contender.SEKISHO, 7_000, 6_700, 20, 0.1),
                point(Contender.OPA_TUTORIAL, 7_000, 67, 900, 30)))
        .singleElement()
        .matches(Goal::met);
  }

  @Test
  void theHeapAtRestAndTheSlowestAnswersCount() {
    var results = Results.empty();
    results.heaps().put(50_000, new LiveHeap(66L << 20, 65L << 20));
    results.edits().put(50_000, List.of(40.0, 101.0));
    results.blasts().put(50_000, List.of(40.0, 501.0));

    assertThat(Goal.of(results)).hasSize(3).noneMatch(Goal::met);

    results.heaps().put(50_000, new LiveHeap(100L << 20, 63L << 20));
    assertThat(Goal.of(results)).filteredOn(Goal::met).hasSize(1);
  }
}
