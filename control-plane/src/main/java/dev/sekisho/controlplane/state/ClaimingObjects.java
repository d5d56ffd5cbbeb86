package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.HostRequests;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects that claim hosts, by name, by namespace, and by what their claims depend on. For one
 * thread.
 */
final class ClaimingObjects {

  private final Map<ObjectKey, HostObject> objects = new HashMap<>();
  private final Map<String, Set<ObjectKey>> byNamespace = new HashMap<>();
  private final Map<ObjectKey, Set<ObjectKey>> byReference = new HashMap<>();

  /** Returns whether that is something new. */
  boolean put(HostObject object) {
    var before = objects.put(object.key(), object);
    if (object.equals(before)) {
      return false;
    }
    if (before != null) {
      forget(before);
    }
    add(byNamespace, object.meta().namespace(), object);
    HostRequests.references(object).forEach(reference -> add(byReference, reference, object));
    return true;
  }

  void remove(ObjectKey key) {
    var before = objects.remove(key);
    if (before != null) {
      forget(before);
    }
  }

  Optional<HostObject> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  Collection<HostObject> all() {
    return objects.values();
  }

  List<HostObject> in(String namespace) {
    return byNamespace.getOrDefault(namespace, Set.of()).stream()
        .flatMap(key -> get(key).stream())
        .toList();
  }

  /** Those whose claims depend on {@code key}. */
  List<HostObject> referringTo(ObjectKey key) {
    return byReference.getOrDefault(key, Set.of()).stream()
        .flatMap(referrer -> get(referrer).stream())
        .toList();
  }

  private void forget(HostObject object) {
    remove(byNamespace, object.meta().namespace(), object);
    HostRequests.references(object).forEach(reference -> remove(byReference, reference, object));
  }

  private static <K> void add(Map<K, Set<ObjectKey>> index, K under, HostObject object) {
    index.computeIfAbsent(under, k -> new HashSet<>()).add(object.key());
  }

  private static <K> void remove(Map<K, Set<ObjectKey>> index, K under, HostObject object) {
    index.computeIfPresent(
        under,
        (k, keys) -> {
          keys.remove(object.key());
          return keys.isEmpty() ? null : keys;
        });
  }
}
