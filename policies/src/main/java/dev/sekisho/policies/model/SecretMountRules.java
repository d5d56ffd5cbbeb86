package dev.sekisho.policies.model;

import dev.sekisho.policies.model.SecretRules.Remedy;
import java.util.List;
import java.util.Optional;

/**
 * How Secrets may be mounted.
 *
 * @param readOnly what is done about a mount that isn't read-only; absent: no opinion
 * @param paths globs over normalised mount paths, of which each must match one; empty: no opinion
 */
public record SecretMountRules(Optional<Remedy> readOnly, List<Glob> paths) {

  /** No opinion. */
  public static final SecretMountRules NONE = new SecretMountRules(Optional.empty(), List.of());

  public SecretMountRules {
    paths = List.copyOf(paths);
  }
}
