package dev.sekisho.controlplane.source;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer holds, without what nobody here reads: the history of field managers, kubectl's
 * copy of the object, and other parts on request. Thread-safe.
 */
final class CutDownStore implements ItemStore<GenericKubernetesResource> {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final ConcurrentHashMap<String, GenericKubernetesResource> items =
      new ConcurrentHashMap<>();
  private final Consumer<GenericKubernetesResource> cut;

  /**
   * @param without names of parts beside metadata, {@code status}
   */
  CutDownStore(Set<String> without) {
    this(object -> object.getAdditionalProperties().keySet().removeAll(without));
  }

  /**
   * @param cut takes away what isn't kept beside metadata
   */
  CutDownStore(Consumer<GenericKubernetesResource> cut) {
    this.cut = cut;
  }

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    var meta = object.getMetadata();
    meta.setManagedFields(null);
    if (meta.getAnnotations() != null) {
      meta.getAnnotations().remove(LAST_APPLIED);
    }
    cut.accept(object);
    return items.put(key, object);
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return items.remove(key);
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return items.get(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return items.values().stream();
  }

  @Override
  public int size() {
    return items.size();
  }
}
