package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.keys.Authority;
import dev.sekisho.controlplane.leader.Leadership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the trust bundle where Pods can mount it: ConfigMap {@code sekisho-ca-root-cert}, key
 * {@code root-cert.pem}, in every namespace but Kubernetes' own: policies and labels of Pods can
 * ask for a sidecar anywhere, and a Pod whose ConfigMap is missing doesn't start. The leader
 * writes, whatever changed: the bundle, a namespace, or the ConfigMap.
 */
public final class TrustBundleConfigMaps implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrustBundleConfigMaps.class);

  static final String NAME = "sekisho-ca-root-cert";
  static final String KEY = "root-cert.pem";

  private static final Set<String> KUBERNETES =
      Set.of("kube-system", "kube-public", "kube-node-lease");

  private static final long SOON_MILLIS = 20;
  private static final long RETRY_MILLIS = 5_000;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("sekisho-trust-bundle")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Authority authority;
  private final Leadership leadership;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<ConfigMap> configMaps;
  private final AtomicBoolean due = new AtomicBoolean();
  private final List<Runnable> subscriptions;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("trust-bundles").daemon().factory());

  // Of the thread.
  private Set<String> failing = Set.of();

  private TrustBundleConfigMaps(
      KubernetesClient client, Authority authority, Leadership leadership) {
    this.client = client;
    this.authority = authority;
    this.leadership = leadership;
    this.namespaces = informer(client.namespaces(), "Namespaces");
    this.configMaps =
        informer(
            client.configMaps().inAnyNamespace().withField("metadata.name", NAME),
            "ConfigMaps " + NAME);
    this.subscriptions = List.of(authority.onChange(this::soon), leadership.onChange(this::soon));
  }

  /** Watches and writes from now on. */
  public static TrustBundleConfigMaps start(
      KubernetesConnection connection, Authority authority, Leadership leadership) {
    var started = new TrustBundleConfigMaps(connection.client(), authority, leadership);
    var unused =
        CompletableFuture.allOf(
                started.namespaces.start().toCompletableFuture(),
                started.configMaps.start().toCompletableFuture())
            .thenRun(started::soon);
    return started;
  }

  private <T extends HasMetadata> SharedIndexInformer<T> informer(
      Informable<T> resources, String what) {
    var informer = resources.runnableInformer(0).exceptionHandler(new WatchRetry(what));
    return informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            soon();
          }

          @Override
          public void onUpdate(T before, T after) {
            soon();
          }

          @Override
          public void onDelete(T object, boolean finalStateUnknown) {
            soon();
          }
        });
  }

  private void soon() {
    in(SOON_MILLIS);
  }

  /** One pass for all that changes meanwhile. */
  private void in(long millis) {
    if (!thread.isShutdown() && due.compareAndSet(false, true)) {
      var unused = thread.schedule(this::pass, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void pass() {
    due.set(false);
    if (!namespaces.hasSynced() || !configMaps.hasSynced()) {
      return; // a pass follows
    }
    var bundle = authority.inForce().trust().pem();
    var failed = new TreeSet<String>();
    for (var namespace : namespaces.getStore().list()) {
      var name = namespace.getMetadata().getName();
      if (wants(namespace) && !has(name, bundle) && leadership.isLeader()) {
        write(name, bundle, failed);
      }
    }
    failing = failed;
    if (!failed.isEmpty()) {
      in(RETRY_MILLIS);
    }
  }

  private boolean wants(Namespace namespace) {
    var meta = namespace.getMetadata();
    return meta.getDeletionTimestamp() == null && !KUBERNETES.contains(meta.getName());
  }

  private boolean has(String namespace, String bundle) {
    var there = configMaps.getStore().getByKey(namespace + "/" + NAME);
    return there != null && there.getData() != null && bundle.equals(there.getData().get(KEY));
  }

  private void write(String namespace, String bundle, Set<String> failed) {
    var configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .addToLabels("app.kubernetes.io/managed-by", "sekisho")
            .endMetadata()
            .addToData(KEY, bundle)
            .build();
    try {
      client.configMaps().inNamespace(namespace).resource(configMap).patch(APPLY, configMap);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return; // the namespace is gone
      }
      failed.add(namespace);
      if (!failing.contains(namespace)) {
        LOG.warn(
            "ConfigMap {}/{}: {}; trying again", namespace, NAME, KubernetesConnection.reason(e));
      }
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(Runnable::run);
    thread.shutdownNow();
    namespaces.stop();
    configMaps.stop();
  }
}
