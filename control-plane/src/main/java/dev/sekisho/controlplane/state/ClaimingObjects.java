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

  private final Map<String, Map<ObjectKey, Claimant>> byNamespace = new HashMap<>();
  private final Map<ObjectKey, Set<ObjectKey>> byReference = new HashMap<>();

  /** The object, if that is something new. */
  Optional<Claimant> put(HostObject object) {
    var key = object.key();
    var before = get(key);
    if (before.equals(Optional.of(object))) {
      return Optional.empty();
    }
    before.ifPresent(this::forgetReferences);
    var claimant = new Claimant(object);
    byNamespace.computeIfAbsent(key.namespace(), n -> new HashMap<>()).put(key, claimant);
    HostRequests.references(object).forEach(reference -> addReference(reference, key));
    return Optional.of(claimant);
  }

  void remove(ObjectKey key) {
    get(key).ifPresent(this::forgetReferences);
    byNamespace.computeIfPresent(
        key.namespace(),
        (namespace, objects) -> {
          objects.remove(key);
          return objects.isEmpty() ? null : objects;
        });
  }

  Optional<HostObject> get(ObjectKey key) {
    return claimant(key).map(Claimant::object);
  }

  private Optional<Claimant> claimant(ObjectKey key) {
    return Optional.ofNullable(byNamespace.getOrDefault(key.namespace(), Map.of()).get(key));
  }

  /** The namespaces that have any. */
  Set<String> namespaces() {
    return byNamespace.keySet();
  }

  Collection<Claimant> in(String namespace) {
    return byNamespace.getOrDefault(namespace, Map.of()).values();
  }

  /** Those whose claims depend on {@code key}. */
  List<Claimant> referringTo(ObjectKey key) {
    return byReference.getOrDefault(key, Set.of()).stream()
        .flatMap(referrer -> claimant(referrer).stream())
        .toList();
  }

  private void forgetReferences(HostObject object) {
    HostRequests.references(object).forEach(reference -> removeReference(reference, object.key()));
  }

  private void addReference(ObjectKey to, ObjectKey referrer) {
    byReference.computeIfAbsent(to, k -> new HashSet<>()).add(referrer);
  }

  private void removeReference(ObjectKey to, ObjectKey referrer) {
    byReference.computeIfPresent(
        to,
        (k, keys) -> {
          keys.remove(referrer);
          return keys.isEmpty() ? null : keys;
        });
  }
}
