package dev.sekisho.policies.mesh;

import java.util.Optional;

/**
 * Somebody wants something of a workload.
 *
 * @param principal whose certificate the caller shows, as {@code <trust
 *     domain>/ns/<namespace>/sa/<service account>}; empty: it comes with plaintext
 * @param port of the workload
 * @param request empty: it isn't HTTP, or nobody looks whether it is
 */
public record Call(Optional<String> principal, int port, Optional<Request> request) {

  /**
   * A request of HTTP.
   *
   * @param path without the query
   */
  public record Request(String method, String path) {}
}
