package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One policy document, parsed.
 *
 * @param exemptions only a platform policy has any
 */
public record Policy(
    PolicyId id,
    Scope scope,
    Enforcement enforcement,
    PolicyMatch match,
    Optional<HostRules> hosts,
    Optional<SecretRules> secrets,
    Optional<MeshSection> mesh,
    List<CelRule> rules,
    List<CelMutation> mutations,
    List<Exemption> exemptions) {

  /** How far a policy's word goes. */
  public enum Scope {
    /** From Sekisho's own namespace: it may govern every namespace, and give. */
    PLATFORM,
    /** From another namespace: it governs that one alone, and only takes away. */
    NAMESPACE
  }

  public Policy {
    rules = List.copyOf(rules);
    mutations = List.copyOf(mutations);
    exemptions = List.copyOf(exemptions);
  }

  public boolean isPlatform() {
    return scope == Scope.PLATFORM;
  }

  /** Whether it governs {@code namespace}, whoever asks. */
  public boolean matches(NamespaceFacts namespace) {
    boolean withinScope =
        switch (scope) {
          case PLATFORM -> true;
          case NAMESPACE -> namespace.name().equals(id.namespace());
        };
    return withinScope && match.matches(namespace);
  }

  /** The policy without the exemptions that have expired; itself if none has. */
  Policy at(Instant now) {
    var counting = exemptions.stream().filter(e -> e.countsAt(now)).toList();
    return counting.size() == exemptions.size()
        ? this
        : new Policy(
            id, scope, enforcement, match, hosts, secrets, mesh, rules, mutations, counting);
  }
}
