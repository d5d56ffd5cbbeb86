package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which Services something concerns that endpoints name. For one thread. */
final class Users<K> {
  private final Map<K, Set<ServiceKey>> users = new HashMap<>();

  Set<ServiceKey> of(K used) {
    return users.getOrDefault(used, Set.of());
  }

  /** From now on the Service uses these, instead of those before. */
  void change(ServiceKey user, Set<K> before, Set<K> after) {
    before.stream().filter(used -> !after.contains(used)).forEach(used -> leave(used, user));
    after.stream()
        .filter(used -> !before.contains(used))
        .forEach(used -> users.computeIfAbsent(used, u -> new HashSet<>()).add(user));
  }

  private void leave(K used, ServiceKey user) {
    users.computeIfPresent(
        used,
        (u, all) -> {
          all.remove(user);
          return all.isEmpty() ? null : all;
        });
  }
}
