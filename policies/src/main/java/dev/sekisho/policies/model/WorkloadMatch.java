package dev.sekisho.policies.model;

import java.util.List;
import java.util.Optional;

/**
 * The Pods and containers that a grant is for: its keys AND, the entries of a list OR. An empty
 * list says nothing.
 *
 * @param selector over the labels of the Pod, or of the Pod template
 * @param images globs over image references as they are written
 */
public record WorkloadMatch(
    List<Glob> serviceAccounts,
    Optional<LabelSelector> selector,
    List<Glob> containers,
    List<Glob> images) {

  /** Matches everything, also what is no workload. */
  public static final WorkloadMatch ALL =
      new WorkloadMatch(List.of(), Optional.empty(), List.of(), List.of());

  public WorkloadMatch {
    serviceAccounts = List.copyOf(serviceAccounts);
    containers = List.copyOf(containers);
    images = List.copyOf(images);
  }
}
