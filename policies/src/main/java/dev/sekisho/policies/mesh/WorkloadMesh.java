package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.MtlsMode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all policies together say of one workload. Equal policies give equal values, so that
 * workloads can be grouped by them.
 *
 * @param mode for ports that {@code ports} doesn't name
 * @param ports of the workload, with modes of their own
 * @param allow each of these lists must have a rule that lets a caller in; an empty list of rules
 *     lets nobody in, and without any list everybody is let in
 */
public record WorkloadMesh(
    MtlsMode mode, SortedMap<Integer, MtlsMode> ports, List<List<CallerRule>> allow) {

  /** Of a workload that no policy speaks of: both mTLS and plaintext, from everybody. */
  public static final WorkloadMesh UNRULED =
      new WorkloadMesh(MtlsMode.PERMISSIVE, Collections.emptySortedMap(), List.of());

  public WorkloadMesh {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    allow = allow.stream().map(List::copyOf).toList();
  }

  /** The mode of a port of the workload. */
  public MtlsMode mode(int port) {
    return ports.getOrDefault(port, mode);
  }

  /** Whether there is a port of the workload that takes mTLS alone. */
  public boolean isStrictAnywhere() {
    return mode == MtlsMode.STRICT || ports.containsValue(MtlsMode.STRICT);
  }

  /**
   * Whether the workload's proxy lets a caller in. Where the mode is {@code DISABLE} no caller can
   * show who it is, so that any list of rules keeps all out.
   */
  public boolean permits(Call call) {
    boolean taken =
        switch (mode(call.port())) {
          case STRICT -> call.principal().isPresent();
          case PERMISSIVE -> true;
          case DISABLE -> call.principal().isEmpty();
        };
    return taken
        && allow.stream().allMatch(rules -> rules.stream().anyMatch(rule -> rule.permits(call)));
  }
}
