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
  public WorkloadMesh {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    allow = allow.stream().map(List::copyOf).toList();
  }

  /** The mode of a port of the workload. */
  public MtlsMode mode(int port) {
    return ports.getOrDefault(port, mode);
  }
}
