package dev.sekisho.webhook.inject;

import java.util.Optional;

/**
 * What a sidecar asks of its node.
 *
 * @param cpu in cores
 * @param memory in bytes
 */
public record ProxyResources(Range cpu, Range memory) {

  /**
   * Of one resource.
   *
   * @param request empty: none
   * @param limit empty: none
   */
  public record Range(Optional<Quantity> request, Optional<Quantity> limit) {

    public static final Range NONE = new Range(Optional.empty(), Optional.empty());

    /** Whether Kubernetes would refuse it. */
    public boolean isInverted() {
      return request.flatMap(r -> limit.filter(r::isMoreThan)).isPresent();
    }

    boolean isEmpty() {
      return request.isEmpty() && limit.isEmpty();
    }
  }
}
