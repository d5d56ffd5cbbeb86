package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.WorkloadMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses something: a container of a Pod, or an object that makes no Pods.
 *
 * @param serviceAccount that the Pod runs as; of a ServiceAccount its own name
 * @param podLabels absent for what is no Pod
 */
public record WorkloadSubject(
    Optional<String> serviceAccount,
    Optional<Map<String, String>> podLabels,
    Optional<Container> container) {

  /** An object that is no workload. */
  static final WorkloadSubject NO_WORKLOAD =
      new WorkloadSubject(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param image as written
   */
  public record Container(String name, String image) {}

  /** Whether {@code match} speaks of this; what it asks for and this hasn't, doesn't match. */
  boolean isOf(WorkloadMatch match) {
    return fits(match.serviceAccounts(), serviceAccount)
        && match.selector().map(s -> podLabels.filter(s::matches).isPresent()).orElse(true)
        && fits(match.containers(), container.map(Container::name))
        && fits(match.images(), container.map(Container::image));
  }

  private static boolean fits(List<Glob> globs, Optional<String> text) {
    return globs.isEmpty()
        || text.filter(t -> globs.stream().anyMatch(glob -> glob.matches(t))).isPresent();
  }
}
