package dev.sekisho.controlplane.state;

import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;

/**
 * What other policies would make of the Pods of workloads.
 *
 * @param refused workloads whose next Pod would be refused, and would not before
 * @param admitted workloads whose next Pod would no longer be refused
 */
public record PodImpact(List<ObjectKey> refused, List<ObjectKey> admitted) {

  /** None. */
  public static final PodImpact NONE = new PodImpact(List.of(), List.of());

  public PodImpact {
    refused = List.copyOf(refused);
    admitted = List.copyOf(admitted);
  }
}
