package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ClusterSource.Sink;
import dev.sekisho.policies.objects.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes informers that report to one sink. */
final class Informers {

  private static final Logger LOG = LoggerFactory.getLogger(Informers.class);

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
    return resources
        .runnableInformer(0)
        .exceptionHandler(
            (started, failure) -> {
              LOG.warn("watching {}: {}; trying again", what, failure.getMessage());
              return true;
            })
        .addEventHandler(new Handler());
  }

  void report(GenericKubernetesResource object) {
    sink.changed(new ObjectChange.Upserted(keyOf(object), tree(object)));
  }

  JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  private static ObjectKey keyOf(GenericKubernetesResource object) {
    var meta = object.getMetadata();
    return new ObjectKey(
        object.getKind(), Objects.requireNonNullElse(meta.getNamespace(), ""), meta.getName());
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      report(object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      report(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      sink.changed(new ObjectChange.Deleted(keyOf(object)));
    }
  }
}
