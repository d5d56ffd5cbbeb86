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

  /** Whether this speaks of a Secret of that name through that channel, whoever asks. */
  public boolean names(String secret, SecretChannel channel) {
    return (via.isEmpty() || via.contains(channel))
        && names.stream().anyMatch(glob -> glob.matches(secret));
  }
}
