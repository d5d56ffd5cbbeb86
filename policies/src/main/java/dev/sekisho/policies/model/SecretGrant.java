package dev.sekisho.policies.model;

import java.util.List;

/**
 * Who may use which Secrets, and how.
 *
 * @param names of the Secrets
 * @param via empty: every channel
 */
public record SecretGrant(List<Glob> names, List<SecretChannel> via, WorkloadMatch workloads) {

  public SecretGrant {
    names = List.copyOf(names);
    via = List.copyOf(via);
  }

  /**
   * Whether this speaks of all Secrets so named, through that channel, whoever asks.
   *
   * @param secrets a name; {@code namespace/name} for Secrets of another namespace than the object
   *     that asks
   */
  public boolean covers(Glob secrets, SecretChannel channel) {
    return (via.isEmpty() || via.contains(channel))
        && names.stream().anyMatch(glob -> glob.covers(secrets));
  }
}
