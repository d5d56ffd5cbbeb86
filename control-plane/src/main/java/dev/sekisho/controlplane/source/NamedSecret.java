package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.StartupException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One Secret of Sekisho's own namespace, by its name; others are never asked for. */
public final class NamedSecret implements AutoCloseable {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private Optional<SharedIndexInformer<Secret>> informer = Optional.empty();

  NamedSecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /** Asks nobody yet. */
  public static NamedSecret of(KubernetesConnection connection, String namespace, String name) {
    return new NamedSecret(connection.client(), namespace, name);
  }

  /** For people. */
  public String title() {
    return "Secret " + namespace + "/" + name;
  }

  /**
   * What it holds now; empty if it isn't there.
   *
   * @throws StartupException if the API server doesn't say
   */
  public Optional<Map<String, byte[]>> data() {
    return get().map(NamedSecret::data);
  }

  /**
   * Reports what it holds at first, if it is there, and after each change; on any thread.
   *
   * @param changed must not block
   */
  public void watch(Consumer<Optional<Map<String, byte[]>>> changed) {
    follow(secret -> changed.accept(secret.map(NamedSecret::data)));
  }

  Optional<Secret> get() {
    try {
      return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      throw unavailable("get", e);
    }
  }

  StartupException unavailable(String verb, KubernetesClientException e) {
    return KubernetesConnection.unavailable(client, e, verb + " " + title());
  }

  void follow(Consumer<Optional<Secret>> changed) {
    var started =
        client
            .secrets()
            .inNamespace(namespace)
            .withField("metadata.name", name)
            .runnableInformer(0)
            .exceptionHandler(new WatchRetry(title()));
    started.addEventHandler(
        new ResourceEventHandler<Secret>() {
          @Override
          public void onAdd(Secret secret) {
            changed.accept(Optional.of(secret));
          }

          @Override
          public void onUpdate(Secret before, Secret after) {
            changed.accept(Optional.of(after));
          }

          @Override
          public void onDelete(Secret secret, boolean finalStateUnknown) {
            changed.accept(Optional.empty());
          }
        });
    informer = Optional.of(started);
    var unused = started.start();
  }

  static Map<String, byte[]> data(Secret secret) {
    var data = new HashMap<String, byte[]>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return data;
  }

  @Override
  public void close() {
    informer.ifPresent(SharedIndexInformer::stop);
  }
}
