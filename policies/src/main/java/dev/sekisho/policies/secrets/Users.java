package dev.sekisho.policies.secrets;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who uses one thing that an object asks for.
 *
 * @param all at least one; a thing of the whole Pod is used by each of its containers
 * @param container the name of the container that a message speaks of
 * @param unmounted whether this is a volume that no container mounts; {@code all} are then those
 *     who could
 */
record Users(List<WorkloadSubject> all, Optional<String> container, boolean unmounted) {

  static final Users NO_WORKLOAD = of(WorkloadSubject.NO_WORKLOAD);

  Users {
    all = List.copyOf(all);
  }

  /** A single user, of whom messages needn't speak. */
  static Users of(WorkloadSubject subject) {
    return new Users(List.of(subject), Optional.empty(), false);
  }

  /**
   * Whether they may use it if {@code permitted} tells for each of them. Everybody who has it must
   * be permitted; of a volume that nobody has it is enough that somebody could.
   */
  boolean may(Predicate<WorkloadSubject> permitted) {
    return unmounted ? all.stream().anyMatch(permitted) : all.stream().allMatch(permitted);
  }

  /** What messages put before the thing: {@code container api, }. */
  String prefix() {
    return container.map(name -> "container " + name + ", ").orElse("");
  }

  /** What messages put after the reason. */
  String suffix() {
    return unmounted ? ", and no container mounts it" : "";
  }
}
