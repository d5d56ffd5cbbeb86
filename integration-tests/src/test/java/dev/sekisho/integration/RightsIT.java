package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What the chart grants was enough for the whole run, and nothing of it is granted for nothing. The
 * last class but one, after which nothing is done but to look for leaks.
 */
@Order(Integer.MAX_VALUE - 1)
class RightsIT {

  /** What shows or not, as it happens, each with what it is for. */
  private static final Set<String> BY_CHANCE =
      Set.of(
          // Where an object of a new namespace comes before the watch has told of that.
          "get namespaces",
          // Where a proxy comes before the watch has told of its Pod.
          "get pods",
          // To apply what isn't there takes it besides "patch", which the audit log calls it.
          "create configmaps");

  /** Of fewer API servers it is a run of some tests, which says nothing of the others' rights. */
  private static final int WHOLE_RUN = 5;

  @Test
  void whatTheChartGrantsIsWhatIsUsed() {
    assumeTrue(ApiServer.auditLogs().size() >= WHOLE_RUN, "only a whole run uses every right");
    var used = new HashSet<Right>();
    var forbidden = new HashSet<Right>();
    ApiServer.auditLogs().stream()
        .flatMap(log -> ApiServer.lines(log).stream())
        .map(SekishoChart::tree)
        .filter(RightsIT::isOfControlPlane)
        .forEach(
            record -> {
              var right = Right.used(record);
              used.add(right);
              if (record.at("/responseStatus/code").asInt() == 403) {
                forbidden.add(right);
              }
            });

    var granted = ChartRights.granted();
    // An API server that has just been started refuses what it will find granted.
    assertThat(forbidden)
        .filteredOn(right -> granted.stream().noneMatch(right::isCoveredBy))
        .as("forbidden")
        .isEmpty();
    assertThat(granted)
        .filteredOn(each -> used.stream().noneMatch(right -> right.isCoveredBy(each)))
        .extracting(Right::toString)
        .as("granted and not used")
        .isSubsetOf(BY_CHANCE);
  }

  private static boolean isOfControlPlane(JsonNode record) {
    return record.at("/user/username").asText().equals(ChartRights.ACCOUNT)
        && record.has("objectRef");
  }
}
