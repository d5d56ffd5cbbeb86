package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.SharedValues;
import java.util.Set;

/**
 * One host that an object wants to serve.
 *
 * @param fieldPath where the object says so, {@code spec.rules[0].host}
 * @param paths the paths served, each as type and path; empty where the field has none (TLS hosts)
 */
public record HostClaim(
    ObjectKey object,
    String owner,
    Exposure exposure,
    HostPattern pattern,
    Subject subject,
    String fieldPath,
    Set<String> paths)
    implements HostRequest.Item {

  /** What is claimed. */
  public enum Subject {
    /** The hosts of the pattern. */
    HOST,
    /** Every host, by naming none: a rule without host, a default backend. */
    EVERY_HOST,
    /** The exposure as such: a load balancer that the objects of one owner share. */
    GROUP
  }

  public HostClaim {
    paths = Set.copyOf(paths);
  }

  /** The same with parts that others have too. */
  HostClaim shared(SharedValues values) {
    return new HostClaim(
        values.of(object),
        values.of(owner),
        values.of(exposure),
        values.of(pattern),
        subject,
        values.of(fieldPath),
        values.of(paths));
  }

  HostClaim ownedBy(String other) {
    return new HostClaim(object, other, exposure, pattern, subject, fieldPath, paths);
  }
}
