package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ClusterSource.Sink;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.HostKind;
import dev.sekisho.policies.objects.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import java.util.Set;

/** Makes informers that report to one sink. */
final class Informers {

  private final KubernetesClient client;
  private final Sink sink;

  Informers(KubernetesClient client, Sink sink) {
    this.client = client;
    this.sink = sink;
  }

  KubernetesClient client() {
    return client;
  }

  /** Not started yet. It never gives up: every failure is logged and tried again. */
  SharedIndexInformer<GenericKubernetesResource> of(
      Informable<GenericKubernetesResource> resources, String what) {
    var informer =
        silent(resources, what, HostKind.of(what).isPresent() ? Set.of("status") : Set.of());
    return informer.addEventHandler(new Handler(informer));
  }

  /**
   * The same, of which nothing is reported.
   *
   * @param without names of parts of the objects that aren't kept
   */
  SharedIndexInformer<GenericKubernetesResource> silent(
      Informable<GenericKubernetesResource> resources, String what, Set<String> without) {
    return resources
        .runnableInformer(0)
        .itemStore(new CutDownStore(without))
        .exceptionHandler(new WatchRetry(what));
  }

  /** Reports all that the informer holds: its handlers run behind, and may not have said it yet. */
  void reportAll(SharedIndexInformer<GenericKubernetesResource> informer) {
    informer.getStore().list().forEach(object -> report(informer, object));
  }

  /**
   * Reports what the informer holds of the object now, which may be newer than the event that this
   * is about. One at a time, so that the last report of an object is the truth about it.
   */
  private synchronized void report(
      SharedIndexInformer<GenericKubernetesResource> informer, GenericKubernetesResource object) {
    var now = informer.getStore().get(object);
    sink.changed(
        now == null
            ? new ObjectChange.Deleted(keyOf(object))
            : new ObjectChange.Upserted(keyOf(now), tree(now)));
  }

  JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  static ObjectKey keyOf(GenericKubernetesResource object) {
    var meta = object.getMetadata();
    var kind = GroupVersionKind.of(object.getApiVersion(), object.getKind());
    return new ObjectKey(
        kind.nameInKey(), Objects.requireNonNullElse(meta.getNamespace(), ""), meta.getName());
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    private final SharedIndexInformer<GenericKubernetesResource> informer;

    Handler(SharedIndexInformer<GenericKubernetesResource> informer) {
      this.informer = informer;
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
      report(informer, object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      report(informer, after);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      report(informer, object);
    }
  }
}
