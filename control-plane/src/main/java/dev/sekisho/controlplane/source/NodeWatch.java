package dev.sekisho.controlplane.source;

import com.google.common.collect.Maps;
import dev.sekisho.controlplane.source.ClusterSource.Sink;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches Nodes for where they stand, of which endpoints' localities follow, and for the versions
 * of their kubelets. All goes on without it: whoever may not read Nodes is told so once.
 */
final class NodeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

  private final Informers informers;
  private final Sink sink;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final WatchRetry retry = new WatchRetry("Nodes");
  private final AtomicBoolean told = new AtomicBoolean();
  private final CompletableFuture<Void> tried = new CompletableFuture<>();

  NodeWatch(Informers informers, Sink sink) {
    this.informers = informers;
    this.sink = sink;
    this.informer =
        Kinds.NODE
            .in(informers.client())
            .runnableInformer(0)
            .itemStore(new CutDownStore(NodeWatch::cut))
            .exceptionHandler(
                (started, failure) -> {
                  failed(failure);
                  return true;
                })
            .addEventHandler(new Handler());
  }

  /** Completes when all Nodes have been reported, or when reading them has failed. */
  CompletableFuture<Void> start() {
    var unused =
        informer
            .start()
            .thenRun(
                () -> {
                  informer.getStore().list().forEach(this::report);
                  tried.complete(null);
                });
    return tried;
  }

  private void failed(Throwable failure) {
    boolean forbidden =
        failure instanceof KubernetesClientException refused
            && refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    if (!forbidden) {
      retry.retryAfterException(false, failure);
    } else if (told.compareAndSet(false, true)) {
      LOG.warn(
          "may not list and watch Nodes: localities have no region, and sidecars aren't native unless"
              + " --injection-native-sidecars is always; grant it to this ServiceAccount"
              + " (resource \"nodes\", verbs \"list\" and \"watch\")");
    }
    tried.complete(null);
  }

  private static void cut(GenericKubernetesResource node) {
    var version = kubeletVersion(node);
    node.getAdditionalProperties().clear();
    node.setAdditionalProperty("status", Map.of("nodeInfo", Map.of("kubeletVersion", version)));
    node.getMetadata().setAnnotations(Map.of());
    node.getMetadata().setLabels(topology(node));
  }

  /** Kubelets write their Nodes every few minutes: what else changes is of no interest. */
  private static Map<String, String> topology(GenericKubernetesResource node) {
    return Maps.filterKeys(
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of()),
        label -> label.startsWith("topology."));
  }

  /** Whether native sidecars can be had follows of it. */
  private static String kubeletVersion(GenericKubernetesResource node) {
    return node.getAdditionalProperties().get("status") instanceof Map<?, ?> status
            && status.get("nodeInfo") instanceof Map<?, ?> info
            && info.get("kubeletVersion") instanceof String version
        ? version
        : "";
  }

  private void report(GenericKubernetesResource node) {
    sink.changed(new ObjectChange.Upserted(Informers.keyOf(node), informers.tree(node)));
  }

  @Override
  public void close() {
    informer.stop();
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource node) {
      report(node);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      if (!topology(before).equals(topology(after))
          || !kubeletVersion(before).equals(kubeletVersion(after))) {
        report(after);
      }
    }

    @Override
    public void onDelete(GenericKubernetesResource node, boolean finalStateUnknown) {
      sink.changed(new ObjectChange.Deleted(Informers.keyOf(node)));
    }
  }
}
