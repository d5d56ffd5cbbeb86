package dev.sekisho.policies.model;

import java.util.List;

/**
 * Which paths of the node may be mounted.
 *
 * @param allow exceptions from what is denied
 */
public record HostPathRules(List<HostPathPattern> deny, List<Allowance> allow) {

  /** No opinion. */
  public static final HostPathRules NONE = new HostPathRules(List.of(), List.of());

  public HostPathRules {
    deny = List.copyOf(deny);
    allow = List.copyOf(allow);
  }

  /** Paths that some workloads may mount all the same. */
  public record Allowance(List<HostPathPattern> paths, WorkloadMatch workloads) {
    public Allowance {
      paths = List.copyOf(paths);
    }
  }
}
