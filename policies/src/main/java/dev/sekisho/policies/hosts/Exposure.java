package dev.sekisho.policies.hosts;

import java.util.Optional;

/**
 * Where a host is served: claims conflict only on the same exposure. For an Ingress that is its
 * effective class, and having none is an exposure of its own.
 */
public record Exposure(String name) {

  /**
   * @param effectiveClass the class of the Ingress, or the default class
   */
  public static Exposure ofIngressClass(Optional<String> effectiveClass) {
    return new Exposure("ingress-class/" + effectiveClass.orElse(""));
  }
}
