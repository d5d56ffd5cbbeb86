package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.source.ClusterSource.Sink;
import dev.sekisho.policies.objects.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One watch for each Secret that is asked for, by its name: Secrets are never listed. For one
 * thread.
 */
final class SecretWatches {

  private final Informers informers;
  private final Sink sink;
  private final Map<ObjectKey, SharedIndexInformer<GenericKubernetesResource>> watches =
      new HashMap<>();

  SecretWatches(Informers informers, Sink sink) {
    this.informers = informers;
    this.sink = sink;
  }

  /**
   * Watches exactly these from now on.
   *
   * @return completes when the new ones that are there have been reported
   */
  CompletableFuture<Void> watch(Set<ObjectKey> wanted) {
    watches
        .entrySet()
        .removeIf(
            entry -> {
              if (wanted.contains(entry.getKey())) {
                return false;
              }
              entry.getValue().stop();
              sink.changed(new ObjectChange.Deleted(entry.getKey()));
              return true;
            });
    var started = new ArrayList<CompletableFuture<?>>();
    for (ObjectKey key : wanted) {
      if (!watches.containsKey(key)) {
        var informer = informer(key);
        watches.put(key, informer);
        started.add(start(key, informer));
      }
    }
    return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> start(
      ObjectKey key, SharedIndexInformer<GenericKubernetesResource> informer) {
    return informer
        .start()
        .handle(
            (done, failure) -> {
              if (failure != null) {
                sink.problem(key.toString(), String.valueOf(failure.getMessage()));
              }
              informers.reportAll(informer);
              return key;
            })
        .toCompletableFuture();
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(ObjectKey key) {
    return informers.of(
        Kinds.SECRET
            .in(informers.client())
            .inNamespace(key.namespace())
            .withField("metadata.name", key.name()),
        key.toString());
  }
}
