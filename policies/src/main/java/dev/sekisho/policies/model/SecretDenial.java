package dev.sekisho.policies.model;

import java.util.List;

/**
 * Secrets that nobody may use, over any grant.
 *
 * @param names of the Secrets
 * @param via empty: every channel
 */
public record SecretDenial(List<Glob> names, List<SecretChannel> via) {

  public SecretDenial {
    names = List.copyOf(names);
    via = List.copyOf(via);
  }

  /** Whether this denies any Secret so named through that channel. */
  public boolean overlaps(Glob secrets, SecretChannel channel) {
    return (via.isEmpty() || via.contains(channel))
        && names.stream().anyMatch(glob -> glob.overlaps(secrets));
  }
}
