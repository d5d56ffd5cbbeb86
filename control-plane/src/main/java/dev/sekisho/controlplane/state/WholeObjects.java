package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.HostRequests;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that claim hosts, as far as more of them is needed than what the ledger keeps, and by
 * what their claims depend on. Of an Ingress for somebody else's controller nothing more is. For
 * one thread.
 */
final class WholeObjects {

  private final Map<ObjectKey, HostObject> objects = new HashMap<>();
  private final Map<ObjectKey, Set<ObjectKey>> byReference = new HashMap<>();
  private final String gatewayClass;

  /**
   * @param gatewayClass the class of Ingresses that are routed here
   */
  WholeObjects(String gatewayClass) {
    this.gatewayClass = gatewayClass;
  }

  /** Takes the object, or forgets what it was if it isn't needed. */
  void put(HostObject object) {
    remove(object.key());
    if (isNeeded(object)) {
      objects.put(object.key(), object);
      HostRequests.references(object)
          .forEach(
              reference ->
                  byReference.computeIfAbsent(reference, k -> new HashSet<>()).add(object.key()));
    }
  }

  private boolean isNeeded(HostObject object) {
    return !(object instanceof Ingress ingress)
        || ingress.className().map(gatewayClass::equals).orElse(true); // the default may be ours
  }

  void remove(ObjectKey key) {
    var before = objects.remove(key);
    if (before != null) {
      HostRequests.references(before).forEach(reference -> removeReference(reference, key));
    }
  }

  Optional<HostObject> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  Stream<Ingress> ingresses() {
    return objects.values().stream().filter(Ingress.class::isInstance).map(Ingress.class::cast);
  }

  /** Those whose claims depend on {@code key}. */
  List<HostObject> referringTo(ObjectKey key) {
    return byReference.getOrDefault(key, Set.of()).stream()
        .flatMap(referrer -> get(referrer).stream())
        .toList();
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
