package dev.sekisho.benchmarks.mesh;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Path;

/** Tells of each change of one EndpointSlice, by the client that Sekisho uses. */
final class SliceWatch implements Watcher<GenericKubernetesResource>, AutoCloseable {

  private final KubernetesClient client;
  private final Runnable changed;

  private SliceWatch(KubernetesClient client, Runnable changed) {
    this.client = client;
    this.changed = changed;
  }

  static SliceWatch start(Path kubeconfig, String namespace, String name, Runnable changed) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    var watch = new SliceWatch(new KubernetesClientBuilder().withConfig(config).build(), changed);
    watch
        .client
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("discovery.k8s.io")
                .withVersion("v1")
                .withKind("EndpointSlice")
                .withPlural("endpointslices")
                .withNamespaced(true)
                .build())
        .inNamespace(namespace)
        .withName(name)
        .watch(watch);
    return watch;
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource slice) {
    if (action == Action.MODIFIED) {
      changed.run();
    }
  }

  /** The client watches again by itself, unless the API server says that it can't. */
  @Override
  public void onClose(WatcherException cause) {
    System.err.println("the watch ended: " + cause.getMessage());
    System.exit(1);
  }

  @Override
  public void close() {
    client.close();
  }
}
