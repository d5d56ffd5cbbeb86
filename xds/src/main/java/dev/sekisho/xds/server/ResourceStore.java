package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The current snapshot of every proxy scope. One thread publishes; any thread may read.
 *
 * <p>Until a scope's first snapshot is published its streams are sent nothing: a proxy that
 * reconnects to a control plane that has just started keeps what it has.
 */
public final class ResourceStore {
  private final Map<ProxyScope, Publication> publications = new ConcurrentHashMap<>();
  private final Map<ProxyScope, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  /**
   * Makes this the scope's current snapshot and tells its streams. A snapshot whose resources and
   * revision equal the current one's is dropped; one that has only another revision is kept, but
   * nothing is sent. Secrets in a snapshot for plaintext streams are left out. Call from one
   * thread.
   */
  public void publish(ProxyScope scope, ResourceSnapshot snapshot) {
    var served = scope.equals(ProxyScope.GATEWAY_PLAINTEXT) ? withoutSecrets(snapshot) : snapshot;
    var before = publication(scope);
    var publication =
        Publication.of(served, before.map(Publication::snapshot).orElse(ResourceSnapshot.EMPTY));
    if (before.isPresent()
        && publication.changed().isEmpty()
        && served.revision().equals(before.get().snapshot().revision())) {
      return;
    }
    publications.put(scope, publication);
    listeners.getOrDefault(scope, Set.of()).forEach(Runnable::run);
  }

  /**
   * Forgets the scope, whose proxies have gone; for one that comes nevertheless it is as if nothing
   * had been published yet. Call from the thread that publishes.
   */
  public void drop(ProxyScope scope) {
    publications.remove(scope);
  }

  /** What the scope's proxies are served; {@link ResourceSnapshot#EMPTY} before the first one. */
  public ResourceSnapshot current(ProxyScope scope) {
    return publication(scope).map(Publication::snapshot).orElse(ResourceSnapshot.EMPTY);
  }

  Optional<Publication> publication(ProxyScope scope) {
    return Optional.ofNullable(publications.get(scope));
  }

  /**
   * Calls the listener, which must not block, after each publication, on the publishing thread,
   * until {@link #unsubscribe}. Read {@link #publication} after subscribing to miss none.
   */
  void subscribe(ProxyScope scope, Runnable listener) {
    listeners.compute(
        scope,
        (s, known) -> {
          var all = known == null ? ConcurrentHashMap.<Runnable>newKeySet() : known;
          all.add(listener);
          return all;
        });
  }

  void unsubscribe(ProxyScope scope, Runnable listener) {
    listeners.computeIfPresent(
        scope,
        (s, known) -> {
          known.remove(listener);
          return known.isEmpty() ? null : known;
        });
  }

  /** Whatever the translator did: a plaintext stream must have no way to a secret. */
  private static ResourceSnapshot withoutSecrets(ResourceSnapshot snapshot) {
    if (snapshot.resources(ResourceType.SECRET).isEmpty()) {
      return snapshot;
    }
    var kept = new EnumMap<ResourceType, Collection<EncodedResource>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      if (type != ResourceType.SECRET) {
        kept.put(type, snapshot.resources(type).values());
      }
    }
    return ResourceSnapshot.of(kept, snapshot.revision());
  }
}
