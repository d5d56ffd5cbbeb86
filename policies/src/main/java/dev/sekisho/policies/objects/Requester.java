package dev.sekisho.policies.objects;

import java.util.Set;

/** Who asks, from the {@code userInfo} of an admission request. */
public record Requester(String user, Set<String> groups) {

  public Requester {
    groups = Set.copyOf(groups);
  }
}
