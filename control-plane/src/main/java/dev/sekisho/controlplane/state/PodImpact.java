package dev.sekisho.controlplane.state;

import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;

/**
 * What other policies would make of the Pods of workloads.
 *
 * @param refused workloads whose next Pod would be refused, and would not before
 * @param admitted workloads whose next Pod would no longer be refused
 * @param unenforceable workloads and Pods that would have to take mTLS alone, and needn't before,
 *     though no connection to them passes a sidecar
 */
public record PodImpact(
    List<ObjectKey> refused, List<ObjectKey> admitted, List<ObjectKey> unenforceable) {

  public PodImpact {
    refused = List.copyOf(refused);
    admitted = List.copyOf(admitted);
    unenforceable = List.copyOf(unenforceable);
  }
}
