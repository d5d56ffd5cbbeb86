package dev.sekisho.xds.store;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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
  private final StoreEvents events;

  public ResourceStore() {
    this(StoreEvents.OFF);
  }

  public ResourceStore(StoreEvents events) {
    this.events = events;
  }

  /**
   * Makes this the scope's current snapshot and tells its streams. A snapshot whose resources and
   * revision equal the current one's is dropped; one that has only another revision is kept, but
   * nothing is sent. Secrets in a snapshot for plaintext streams are left out. Call from one
   * thread.
   */
  public void publish(ProxyScope scope, ResourceSnapshot snapshot) {
    var served = scope.equals(ProxyScope.GATEWAY_PLAINTEXT) ? withoutSecrets(snapshot) : snapshot;
    var before = publication(scope);
    if (before.isEmpty()) {
      begin(scope, served);
      return;
    }
    var known = before.get().snapshot();
    publish(scope, before.get(), served, served.changesSince(known));
  }

  /**
   * The same, by somebody who knows what is different from what was published last: then nothing is
   * compared.
   *
   * @param changed by type the names; types without are left out
   */
  public void publish(
      ProxyScope scope, ResourceSnapshot after, Map<ResourceType, SortedSet<String>> changed) {
    publication(scope)
        .ifPresentOrElse(
            before -> publish(scope, before, after, changed), () -> begin(scope, after));
  }

  private void publish(
      ProxyScope scope,
      Publication before,
      ResourceSnapshot after,
      Map<ResourceType, SortedSet<String>> changed) {
    if (!changed.isEmpty() || !after.revision().equals(before.snapshot().revision())) {
      publish(scope, before.next(after, changed));
      events.changed(scope, changed);
    }
  }

  private void begin(ProxyScope scope, ResourceSnapshot snapshot) {
    publish(scope, Publication.first(snapshot));
    events.began(scope, snapshot);
  }

  private void publish(ProxyScope scope, Publication publication) {
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

  /** What was published last; empty before the first time. */
  public Optional<Publication> publication(ProxyScope scope) {
    return Optional.ofNullable(publications.get(scope));
  }

  /**
   * Calls the listener, which must not block, after each publication, on the publishing thread,
   * until {@link #unsubscribe}. Read {@link #publication} after subscribing to miss none.
   */
  public void subscribe(ProxyScope scope, Runnable listener) {
    listeners.compute(
        scope,
        (s, known) -> {
          var all = known == null ? ConcurrentHashMap.<Runnable>newKeySet() : known;
          all.add(listener);
          return all;
        });
  }

  /** Ends what {@link #subscribe} began. */
  public void unsubscribe(ProxyScope scope, Runnable listener) {
    listeners.computeIfPresent(
        scope,
        (s, known) -> {
          known.remove(listener);
          return known.isEmpty() ? null : known;
        });
  }

  /** Whatever the translator did: a plaintext stream must have no way to a secret. */
  private static ResourceSnapshot withoutSecrets(ResourceSnapshot snapshot) {
    var without = new ResourceChanges();
    snapshot
        .resources(ResourceType.SECRET)
        .keySet()
        .forEach(name -> without.remove(ResourceType.SECRET, name));
    return snapshot.with(without);
  }
}
