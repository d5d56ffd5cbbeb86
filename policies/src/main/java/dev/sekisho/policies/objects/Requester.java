package dev.sekisho.policies.objects;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who asks, from the {@code userInfo} of an admission request.
 *
 * @param uid empty if the authenticator gives none
 * @param extra what the authenticator adds, in the order in which it says it
 */
public record Requester(
    String user, Set<String> groups, String uid, Map<String, List<String>> extra) {

  public Requester {
    groups = Set.copyOf(groups);
    extra =
        extra.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  /** Somebody of whom only that is known. */
  public Requester(String user, Set<String> groups) {
    this(user, groups, "", Map.of());
  }
}
