package dev.sekisho.xds.model.sidecar;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ports on which a workload's sidecar takes plaintext only, by its policies. Immutable.
 *
 * @param others whether those that {@code exceptions} doesn't name are among them
 * @param exceptions ports of the workload for which the contrary of {@code others} holds
 */
public record PlaintextPorts(boolean others, Set<Integer> exceptions) {
  public static final PlaintextPorts NONE = new PlaintextPorts(false, Set.of());

  public PlaintextPorts {
    exceptions = Set.copyOf(exceptions);
  }

  /** Those that have the mode {@code DISABLE}. */
  public static PlaintextPorts of(WorkloadMesh mesh) {
    boolean others = mesh.mode() == MtlsMode.DISABLE;
    return new PlaintextPorts(
        others,
        mesh.ports().entrySet().stream()
            .filter(port -> (port.getValue() == MtlsMode.DISABLE) != others)
            .map(port -> port.getKey())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean contains(int port) {
    return others != exceptions.contains(port);
  }
}
