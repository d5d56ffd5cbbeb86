package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.HostPathRules;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.SecretGrant;
import dev.sekisho.policies.model.SecretRules;
import java.util.List;
import java.util.function.Function;

/**
 * What several policies permit together, as far as it counts against one of them. What platform
 * policies permit unites, as far as they are no less strict than that one. A policy that a
 * namespace has of its own permits nothing to anybody: its lists count for it alone, so that they
 * only take away.
 */
public final class SecretGrants {

  private final List<SecretRules> granting;
  private final List<SecretRules> listing;

  private SecretGrants(List<SecretRules> granting, List<SecretRules> listing) {
    this.granting = granting;
    this.listing = listing;
  }

  /**
   * @param policies those that match
   */
  public static SecretGrants against(Policy policy, List<Policy> policies) {
    var granting =
        policies.stream()
            .filter(Policy::isPlatform)
            .filter(other -> other.enforcement().atLeast(policy.enforcement()))
            .flatMap(other -> other.secrets().stream())
            .toList();
    return new SecretGrants(
        granting, policy.isPlatform() ? granting : policy.secrets().stream().toList());
  }

  /** Whether all who get at the Secret by this reference may. */
  public boolean cover(SecretReference reference) {
    var naming =
        granting.stream()
            .flatMap(rules -> rules.grants().stream())
            .filter(grant -> grant.covers(reference.qualified(), reference.channel()))
            .map(SecretGrant::workloads)
            .toList();
    return reference.users().may(user -> naming.stream().anyMatch(user::isOf));
  }

  /** Whether all who mount that path of the node may. */
  boolean cover(SecretRequest.HostPathUse use) {
    var naming =
        listing.stream()
            .flatMap(rules -> rules.hostPaths().allow().stream())
            // Who may mount the root may mount all of it.
            .filter(a -> a.paths().stream().anyMatch(p -> p.isRoot() || p.covers(use.path())))
            .map(HostPathRules.Allowance::workloads)
            .toList();
    return use.users().may(user -> naming.stream().anyMatch(user::isOf));
  }

  /** The mount paths that are permitted for Secrets. */
  List<Glob> mountPaths() {
    return all(rules -> rules.mounts().paths());
  }

  /** The SecretProviderClasses that are allowed. */
  List<Glob> providerClasses() {
    return all(rules -> rules.providerClasses().map(c -> c.allow()).orElse(List.of()));
  }

  /** How the names of objects may begin. */
  List<String> objectPrefixes(String namespace) {
    return all(
        rules ->
            rules.providerClasses().stream()
                .flatMap(c -> c.objectPrefixes().stream())
                .map(prefix -> prefix.resolve(namespace))
                .toList());
  }

  private <T> List<T> all(Function<SecretRules, List<T>> part) {
    return listing.stream().flatMap(rules -> part.apply(rules).stream()).distinct().toList();
  }
}
