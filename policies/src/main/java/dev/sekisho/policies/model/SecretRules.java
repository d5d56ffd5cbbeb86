package dev.sekisho.policies.model;

import java.util.List;
import java.util.Optional;

/**
 * The {@code secrets} section of a policy, defaults filled in.
 *
 * @param defaultDenied whether a Secret that no grant covers violates this policy
 * @param deny what is denied over any grant
 * @param providerClasses absent: no opinion
 * @param automountServiceAccountToken absent: no opinion
 */
public record SecretRules(
    boolean defaultDenied,
    List<SecretGrant> grants,
    List<SecretDenial> deny,
    SecretMountRules mounts,
    HostPathRules hostPaths,
    Optional<ProviderClassRules> providerClasses,
    Optional<Remedy> automountServiceAccountToken) {

  /** No opinion. */
  public static final SecretRules NONE =
      new SecretRules(
          false,
          List.of(),
          List.of(),
          SecretMountRules.NONE,
          HostPathRules.NONE,
          Optional.empty(),
          Optional.empty());

  public SecretRules {
    grants = List.copyOf(grants);
    deny = List.copyOf(deny);
  }

  /** What is done about a field that isn't as the policy wants it. */
  public enum Remedy {
    /** The object is in violation. */
    DEMAND,
    /** The field is set at admission; nothing is a violation. */
    SET
  }
}
