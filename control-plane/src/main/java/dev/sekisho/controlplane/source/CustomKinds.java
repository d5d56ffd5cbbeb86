package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.source.ClusterSource.Sink;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.HostKind;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.secrets.SecretProviderClass;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Informers for custom kinds, those that claim hosts and SecretProviderClasses: of those whose
 * definitions are installed, and of the others as soon as theirs come. Thread-safe; works on a
 * thread of its own.
 */
final class CustomKinds implements AutoCloseable {

  private static final String DEFINITIONS = "customresourcedefinitions";

  /** Definitions are large, and of no interest here but for their names: a few at a time. */
  private static final long PAGE = 20;

  /** How long after its definition the API server may still not serve a kind. */
  private static final long RETRY_MILLIS = 500;

  private static final List<CustomKind> CUSTOM =
      Stream.concat(
              Arrays.stream(HostKind.values())
                  .filter(kind -> kind != HostKind.INGRESS)
                  .map(kind -> new CustomKind(kind.group(), kind.plainKind())),
              Stream.of(new CustomKind(SecretProviderClass.GROUP, SecretProviderClass.KIND)))
          .toList();

  private record CustomKind(String group, String plainKind) {
    GroupVersionKind in(String version) {
      return new GroupVersionKind(group, version, plainKind);
    }

    String plural() {
      return KnownResources.resource(in("")).resource();
    }

    /** Of its definition. */
    String definition() {
      return plural() + "." + group;
    }
  }

  private final Informers informers;
  private final Sink sink;
  private final SharedIndexInformer<GenericKubernetesResource> definitions;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("custom-kinds").daemon().factory());

  // Of the worker.
  private final Map<CustomKind, Watched> watched = new HashMap<>();

  private record Watched(String version, SharedIndexInformer<GenericKubernetesResource> informer) {}

  CustomKinds(Informers informers, Sink sink) {
    this.informers = informers;
    this.sink = sink;
    this.definitions =
        informers.silent(
            Kinds.resources(
                    informers.client(),
                    new GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
                    DEFINITIONS,
                    false)
                .withLimit(PAGE),
            "CustomResourceDefinition",
            Set.of("spec", "status"));
  }

  /** Completes when all objects of the kinds that are installed now have been reported. */
  CompletableFuture<Void> start() {
    return definitions
        .start()
        .toCompletableFuture()
        .thenComposeAsync(
            listed -> {
              var started = CUSTOM.stream().flatMap(kind -> check(kind).stream()).toList();
              definitions.addEventHandler(new Handler());
              return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
            },
            worker);
  }

  /** Watches the kind in the version that is served now, or no longer, or later. */
  private Optional<CompletableFuture<Void>> check(CustomKind kind) {
    var before = Optional.ofNullable(watched.get(kind));
    if (definitions.getStore().getByKey(kind.definition()) == null) {
      before.ifPresent(this::forget);
      watched.remove(kind);
      return Optional.empty();
    }
    var version = servedVersion(kind);
    if (version.isEmpty()) {
      later(kind);
      return Optional.empty();
    }
    if (before.map(Watched::version).equals(version)) {
      return Optional.empty();
    }
    before.ifPresent(old -> old.informer().stop());
    return Optional.of(watch(kind, version.get()));
  }

  private CompletableFuture<Void> watch(CustomKind kind, String version) {
    var type = kind.in(version);
    var informer =
        informers.of(
            Kinds.resources(informers.client(), type, kind.plural(), true).inAnyNamespace(),
            type.nameInKey());
    watched.put(kind, new Watched(version, informer));
    return informer.start().toCompletableFuture().thenRun(() -> informers.reportAll(informer));
  }

  private void forget(Watched gone) {
    gone.informer().stop();
    gone.informer()
        .getStore()
        .list()
        .forEach(object -> sink.changed(new ObjectChange.Deleted(Informers.keyOf(object))));
  }

  /** The first of the group's versions, in its own order, that has the kind. */
  private Optional<String> servedVersion(CustomKind kind) {
    try {
      return Stream.ofNullable(informers.client().getApiGroup(kind.group()))
          .flatMap(group -> group.getVersions().stream())
          .filter(version -> serves(version.getGroupVersion(), kind.plural()))
          .map(version -> version.getVersion())
          .findFirst();
    } catch (KubernetesClientException e) {
      return Optional.empty(); // asked again soon
    }
  }

  private boolean serves(String groupVersion, String plural) {
    return Stream.ofNullable(informers.client().getApiResources(groupVersion))
        .flatMap(list -> list.getResources().stream())
        .anyMatch(resource -> resource.getName().equals(plural));
  }

  private void later(CustomKind kind) {
    var unused = worker.schedule(() -> check(kind), RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource definition) {
      changed(definition);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      changed(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource definition, boolean finalStateUnknown) {
      changed(definition);
    }

    private void changed(GenericKubernetesResource definition) {
      var name = definition.getMetadata().getName();
      CUSTOM.stream()
          .filter(kind -> kind.definition().equals(name))
          .forEach(kind -> worker.execute(() -> check(kind)));
    }
  }
}
