package dev.sekisho.controlplane.source;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.sekisho.controlplane.identity.ClusterUnavailableException;
import dev.sekisho.controlplane.identity.PodDirectory;
import dev.sekisho.xds.engine.PodPlace;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.AppProbes;
import dev.sekisho.xds.model.sidecar.ExplicitProxying;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.WorkloadName;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The Pods of the cluster, watched; of each only what tells who it is. */
public final class ClusterPods implements PodDirectory, AutoCloseable {
  /** Uids of Pods that went: as many as can go while a stream is being opened. */
  private static final long MAX_GONE = 10_000;

  private static final String PROBES = AppProbes.ANNOTATION;

  private final KubernetesClient client;
  private final Cache<String, Boolean> gone =
      CacheBuilder.newBuilder().maximumSize(MAX_GONE).build();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<PodName>> meshListeners = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final CompletionStage<Void> read;

  /** Begins to watch. */
  public ClusterPods(KubernetesConnection connection) {
    this.client = connection.client();
    this.informer =
        Kinds.POD
            .in(client)
            .inAnyNamespace()
            .runnableInformer(0)
            .itemStore(new CutDownStore(ClusterPods::cut))
            .exceptionHandler(new WatchRetry("Pods"))
            .addEventHandler(new Departures());
    this.read = informer.start();
  }

  /** Completes when all Pods are known that were there at the start. */
  public CompletionStage<Void> read() {
    return read;
  }

  /**
   * Tells the name of each Pod of which something else is known from now on; {@link #inMesh},
   * {@link #known}, {@link #place} and {@link #probes} tell what.
   *
   * @param listener must not block
   */
  public void onMeshChange(Consumer<PodName> listener) {
    meshListeners.add(listener);
  }

  /** What others in the mesh know of the Pod; empty if it isn't there or has no sidecar. */
  public Optional<MeshPod> inMesh(PodName name) {
    return pod(name).flatMap(ClusterPods::inMesh);
  }

  /** What the Pod's annotation says of its applications' checks; empty without it. */
  public Optional<String> probes(PodName name) {
    return pod(name).flatMap(ClusterPods::probes);
  }

  /** The Pod's addresses and its node; empty if it isn't there. */
  public Optional<PodPlace> place(PodName name) {
    return pod(name).map(ClusterPods::place);
  }

  private static PodPlace place(GenericKubernetesResource pod) {
    var ips = ips(pod);
    var first = text(pod, "status", "podIP");
    return new PodPlace(
        ips.isEmpty() && !first.isEmpty() ? List.of(first) : ips, text(pod, "spec", "nodeName"));
  }

  /** The Pods that have a sidecar. */
  public List<PodName> inMesh() {
    return informer.getStore().list().stream()
        .filter(pod -> inMesh(pod).isPresent())
        .map(ClusterPods::name)
        .toList();
  }

  /** The Pods whose sidecars no connection to them passes. Looks at all. */
  public List<PodIdentity> unredirected() {
    return informer.getStore().list().stream()
        .filter(
            pod ->
                ExplicitProxying.isAskedBy(
                    Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of())))
        .map(ClusterPods::identity)
        .toList();
  }

  /**
   * Tells the uid of each Pod that goes from now on.
   *
   * @param listener must not block
   */
  public void onGone(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<PodIdentity> known(PodName name) {
    return pod(name).map(ClusterPods::identity);
  }

  @Override
  public Optional<PodIdentity> ask(PodName name) {
    try {
      var pod = Kinds.POD.in(client).inNamespace(name.namespace()).withName(name.name()).get();
      return Optional.ofNullable(pod).map(ClusterPods::identity);
    } catch (KubernetesClientException e) {
      throw new ClusterUnavailableException(
          "reading Pod %s failed: %s".formatted(name, e.getMessage()), e);
    }
  }

  @Override
  public boolean isGone(String uid) {
    return gone.getIfPresent(uid) != null;
  }

  @Override
  public void close() {
    informer.stop();
  }

  private static void cut(GenericKubernetesResource pod) {
    pod.getMetadata()
        .setAnnotations(probes(pod).map(text -> Map.of(PROBES, text)).orElse(Map.of()));
    pod.setAdditionalProperty("spec", part(pod, "spec", "serviceAccountName", "nodeName"));
    var status = new HashMap<String, Object>(part(pod, "status", "podIP"));
    status.put("podIPs", ips(pod));
    pod.setAdditionalProperty("status", Map.copyOf(status));
  }

  /** Of a Pod as it came, or as it was cut. */
  private static List<String> ips(GenericKubernetesResource pod) {
    var ips =
        pod.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                && status.get("podIPs") instanceof List<?> list
            ? list
            : List.of();
    return ips.stream()
        .map(each -> each instanceof Map<?, ?> entry ? entry.get("ip") : each)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(ip -> !ip.isEmpty())
        .toList();
  }

  private static Optional<String> probes(GenericKubernetesResource pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(PROBES)));
  }

  private static Map<String, String> part(
      GenericKubernetesResource pod, String part, String... names) {
    var kept = new HashMap<String, String>();
    for (String name : names) {
      kept.put(name, text(pod, part, name));
    }
    return Map.copyOf(kept);
  }

  private Optional<GenericKubernetesResource> pod(PodName name) {
    var key = name.namespace() + "/" + name.name();
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  private static Optional<MeshPod> inMesh(GenericKubernetesResource pod) {
    var identity = identity(pod);
    var workload = WorkloadName.of(name(pod), owner(pod), identity.labels());
    return Optional.of(MeshPod.of(identity.serviceAccount(), identity.labels(), workload))
        .filter(MeshPod::takesMtls);
  }

  private static Optional<WorkloadName.Owner> owner(GenericKubernetesResource pod) {
    return Objects.requireNonNullElse(
            pod.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
        .stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(owner -> new WorkloadName.Owner(owner.getKind(), owner.getName()))
        .findFirst();
  }

  private static PodName name(GenericKubernetesResource pod) {
    return new PodName(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
  }

  private static PodIdentity identity(GenericKubernetesResource pod) {
    var meta = pod.getMetadata();
    return new PodIdentity(
        meta.getNamespace(),
        meta.getName(),
        meta.getUid(),
        text(pod, "spec", "serviceAccountName"),
        Objects.requireNonNullElse(meta.getLabels(), Map.of()),
        text(pod, "status", "podIP"),
        text(pod, "spec", "nodeName"));
  }

  private static String text(GenericKubernetesResource pod, String part, String name) {
    return pod.getAdditionalProperties().get(part) instanceof Map<?, ?> map
            && map.get(name) instanceof String text
        ? text
        : "";
  }

  private final class Departures implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource pod) {
      meshChange(pod);
    }

    /** One of the same name may have come while nobody watched. */
    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
        wentAway(before);
      }
      if (!facts(before).equals(facts(after))) {
        meshChange(after);
      }
    }

    @Override
    public void onDelete(GenericKubernetesResource pod, boolean finalStateUnknown) {
      wentAway(pod);
      meshChange(pod);
    }

    private void meshChange(GenericKubernetesResource pod) {
      meshListeners.forEach(listener -> listener.accept(name(pod)));
    }

    private List<Object> facts(GenericKubernetesResource pod) {
      return List.of(identity(pod), place(pod), probes(pod));
    }

    private void wentAway(GenericKubernetesResource pod) {
      var uid = pod.getMetadata().getUid();
      gone.put(uid, true);
      listeners.forEach(listener -> listener.accept(uid));
    }
  }
}
