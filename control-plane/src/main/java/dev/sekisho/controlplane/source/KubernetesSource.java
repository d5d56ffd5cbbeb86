package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster through informers: lists once, then watches; a closed watch, an expired resource
 * version or a restarting API server is retried without end, and what is known stays meanwhile.
 */
public final class KubernetesSource implements ClusterSource {

  private static final List<Kinds> EVERYWHERE =
      List.of(
          Kinds.NAMESPACE,
          Kinds.INGRESS_CLASS,
          Kinds.INGRESS,
          Kinds.SERVICE,
          Kinds.ENDPOINT_SLICE,
          Kinds.SERVICE_ACCOUNT);

  /** Objects in one answer to a list. */
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final String ownNamespace;
  private final Leadership leadership;
  private final PolicyConfigMaps configMaps;
  private final Events events;
  private final SecretWatches secrets;
  private final CustomKinds customKinds;
  private final NodeWatch nodes;
  private final Informers informers;

  /** One thread, so that the last word about an object is the last one carried out. */
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("kubernetes-worker").daemon().factory());

  private final Sink sink;

  private KubernetesSource(
      KubernetesClient client, String ownNamespace, Leadership leadership, Sink sink) {
    this.client = client;
    this.leadership = leadership;
    this.ownNamespace = ownNamespace;
    this.sink = sink;
    this.informers = new Informers(client, sink);
    this.configMaps = new PolicyConfigMaps(client, ownNamespace);
    this.events = new Events(client);
    this.secrets = new SecretWatches(informers, sink);
    this.customKinds = new CustomKinds(informers, sink);
    this.nodes = new NodeWatch(informers, sink);
  }

  /**
   * Reads nothing yet. The connection stays its owner's to close.
   *
   * @param leadership without it nothing is written
   */
  public static KubernetesSource open(
      KubernetesConnection connection, String ownNamespace, Leadership leadership, Sink sink) {
    return new KubernetesSource(connection.client(), ownNamespace, leadership, sink);
  }

  @Override
  public void start() {
    var started = new ArrayList<SharedIndexInformer<GenericKubernetesResource>>();
    for (Kinds kind : EVERYWHERE) {
      started.add(informers.of(kind.in(client).inAnyNamespace(), kind.kind()));
    }
    var configMapsOf = Kinds.CONFIG_MAP.in(client);
    // In the own namespace also those without the label: one that looks like a policy is reported.
    started.add(
        informers.of(
            configMapsOf.inNamespace(ownNamespace).withoutLabel(PolicyConfigMaps.LAST_GOOD),
            "ConfigMap"));
    started.add(
        informers.of(
            configMapsOf
                .inAnyNamespace()
                .withLabel(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE)
                .withoutField("metadata.namespace", ownNamespace),
            "ConfigMap"));
    var all =
        started.stream()
            .map(i -> i.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    var unused =
        CompletableFuture.allOf(CompletableFuture.allOf(all), customKinds.start(), nodes.start())
            .whenComplete((done, failure) -> started(started, failure));
  }

  private void started(
      List<SharedIndexInformer<GenericKubernetesResource>> started, @Nullable Throwable failure) {
    if (failure == null) {
      started.forEach(informers::reportAll);
      sink.synced();
    } else {
      sink.problem("kubernetes", String.valueOf(failure.getMessage()));
    }
  }

  @Override
  public CompletionStage<?> watchSecrets(Set<ObjectKey> wanted) {
    return CompletableFuture.completedFuture(wanted).thenComposeAsync(secrets::watch, worker);
  }

  @Override
  public CompletionStage<Optional<JsonNode>> findNamespace(String name) {
    var found = new CompletableFuture<Optional<JsonNode>>();
    Thread.ofVirtual()
        .name("find-namespace")
        .start(
            () -> {
              try {
                var namespace = Kinds.NAMESPACE.in(client).withName(name).get();
                found.complete(Optional.ofNullable(namespace).map(informers::tree));
              } catch (KubernetesClientException e) {
                sink.problem("Namespace/" + name, String.valueOf(e.getMessage()));
                found.complete(Optional.empty());
              }
            });
    return found;
  }

  @Override
  public CompletionStage<List<JsonNode>> workloads() {
    var found = new CompletableFuture<List<JsonNode>>();
    Thread.ofVirtual()
        .name("list-workloads")
        .start(
            () -> {
              try {
                found.complete(listWorkloads());
              } catch (KubernetesClientException e) {
                sink.problem("workloads", String.valueOf(e.getMessage()));
                found.completeExceptionally(e);
              }
            });
    return found;
  }

  private List<JsonNode> listWorkloads() {
    var found = new ArrayList<JsonNode>();
    for (Kinds kind : Kinds.WORKLOADS) {
      String more = "";
      do {
        var page =
            kind.in(client)
                .inAnyNamespace()
                .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(more).build());
        page.getItems().forEach(item -> found.add(tree(kind, item)));
        more = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
      } while (!more.isEmpty());
    }
    return found;
  }

  /** Items of a list don't say what they are. */
  private JsonNode tree(Kinds kind, GenericKubernetesResource item) {
    item.setApiVersion(kind.apiVersion());
    item.setKind(kind.kind());
    return informers.tree(item);
  }

  @Override
  public void writePolicyStatus(ObjectKey configMap, String uid, String status) {
    write(configMap, () -> configMaps.writeStatus(configMap, uid, status));
  }

  @Override
  public void writeWarning(ObjectKey object, String uid, String reason, String message) {
    write(object, () -> events.warn(object, uid, reason, message));
  }

  @Override
  public void keepLastGood(ObjectKey configMap, Map<String, String> data) {
    write(configMap, () -> configMaps.keepLastGood(configMap, data));
  }

  @Override
  public void dropLastGood(ObjectKey configMap) {
    write(configMap, () -> configMaps.dropLastGood(configMap));
  }

  /**
   * The first call to the cluster.
   *
   * @throws StartupException if it doesn't answer, or not with what is needed
   */
  @Override
  public Map<ObjectKey, Map<String, String>> lastGood() {
    try {
      return configMaps.lastGood();
    } catch (KubernetesClientException e) {
      throw KubernetesConnection.unavailable(client, e, "list ConfigMaps in " + ownNamespace);
    }
  }

  private void write(ObjectKey about, Runnable action) {
    worker.execute(
        () -> {
          if (!leadership.isLeader()) {
            return; // lost since; the next leader writes it
          }
          try {
            action.run();
          } catch (KubernetesClientException e) {
            sink.problem(about.toString(), "writing failed: " + e.getMessage());
          }
        });
  }

  @Override
  public void close() {
    customKinds.close();
    nodes.close();
    worker.shutdown();
  }
}
