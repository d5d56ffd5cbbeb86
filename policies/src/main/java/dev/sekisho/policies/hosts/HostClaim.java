package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Set;

/**
 * One host that an object wants to serve.
 *
 * @param hostless whether the object names no host there (a rule without host, a default backend),
 *     which claims every host
 * @param fieldPath where the object says so, {@code spec.rules[0].host}
 * @param paths the paths served, each as type and path; empty where the field has none (TLS hosts)
 */
public record HostClaim(
    ObjectKey object,
    String owner,
    Exposure exposure,
    HostPattern pattern,
    boolean hostless,
    String fieldPath,
    Set<String> paths)
    implements HostRequest.Item {

  public HostClaim {
    paths = Set.copyOf(paths);
  }
}
