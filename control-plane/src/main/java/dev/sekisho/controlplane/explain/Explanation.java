package dev.sekisho.controlplane.explain;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say about an object.
 *
 * @param revision of the policies in force
 * @param policies those that match its namespace, whoever asks
 * @param violations what admission would say of it if it were new
 * @param hosts what it claims; empty for kinds that claim none
 * @param routing whether its hosts are served: a sentence; empty for kinds that claim none
 * @param routes what the gateway serves of it
 * @param mesh which mTLS its Pods take and who may call them; empty for what makes no Pods
 */
public record Explanation(
    ObjectKey object,
    String revision,
    List<MatchingPolicy> policies,
    List<Violation> violations,
    List<Claim> hosts,
    String routing,
    List<Route> routes,
    Optional<WorkloadMesh> mesh) {

  public Explanation {
    policies = List.copyOf(policies);
    violations = List.copyOf(violations);
    hosts = List.copyOf(hosts);
    routes = List.copyOf(routes);
  }

  /** Whether admission would refuse it. */
  public boolean denied() {
    return violations.stream().anyMatch(v -> v.enforcement() == Enforcement.DENY);
  }

  /**
   * @param conditional whether it matches only some of those who ask
   */
  public record MatchingPolicy(String id, Enforcement enforcement, boolean conditional) {}

  /**
   * @param exposure where it is claimed
   */
  public record Claim(String host, String path, String exposure) {}

  /**
   * @param backend {@code service:port}
   */
  public record Route(String host, String path, String backend) {}
}
