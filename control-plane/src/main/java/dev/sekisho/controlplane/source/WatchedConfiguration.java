package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.registration.OwnWrite;
import dev.sekisho.controlplane.registration.RepairPace;
import dev.sekisho.controlplane.registration.WebhookKind;
import dev.sekisho.policies.objects.GroupVersionKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One webhook configuration, watched by its name. For one thread, but for its start and end. */
final class WatchedConfiguration implements AutoCloseable {

  private static final PatchContext PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("sekisho").build();

  private final KubernetesClient client;
  private final WebhookKind kind;
  private final String name;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final RepairPace pace = new RepairPace();

  /** The store runs a little behind what was written. */
  private final OwnWrite<JsonNode> own = new OwnWrite<>();

  private final AtomicLong removals = new AtomicLong();

  /**
   * @param changed called, on any thread, when it comes, goes or changes
   * @param failed is told what keeps it from being watched, which is tried again
   */
  WatchedConfiguration(
      KubernetesClient client,
      WebhookKind kind,
      String name,
      Runnable changed,
      Consumer<Throwable> failed) {
    this.client = client;
    this.kind = kind;
    this.name = name;
    ExceptionHandler again =
        (started, failure) -> {
          failed.accept(failure);
          return true;
        };
    this.informer =
        resources()
            .withField("metadata.name", name)
            .runnableInformer(0)
            .exceptionHandler(again)
            .addEventHandler(new Handler(changed, removals));
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources() {
    return Kinds.resources(
        client,
        new GroupVersionKind(WebhookKind.GROUP, WebhookKind.VERSION, kind.kind()),
        kind.plural(),
        false);
  }

  void start(Runnable synced) {
    var unused = informer.start().thenRun(synced);
  }

  boolean isKnown() {
    return informer.hasSynced();
  }

  /** As it was reported or written last; empty: there is none. */
  Optional<JsonNode> current() {
    // What it was is read before how often it went: a removal in between counts as unseen.
    long gone = removals.get();
    var stored = stored();
    return own.newest(reported(stored, gone), stored);
  }

  private Optional<JsonNode> stored() {
    return Optional.ofNullable(informer.getStore().getByKey(name)).map(this::tree);
  }

  private static OwnWrite.Reported reported(Optional<JsonNode> stored, long removals) {
    return new OwnWrite.Reported(
        stored.map(s -> s.path("metadata").path("resourceVersion").asText()).orElse(""), removals);
  }

  private void write(Supplier<Optional<GenericKubernetesResource>> action) {
    own.write(
        () -> {
          long gone = removals.get();
          return reported(stored(), gone);
        },
        () -> action.get().map(this::tree));
  }

  private JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  RepairPace pace() {
    return pace;
  }

  void patch(ArrayNode operations) {
    write(
        () -> Optional.ofNullable(resources().withName(name).patch(PATCH, operations.toString())));
  }

  /** Makes it, or replaces what {@link #current} told. */
  void put(ObjectNode configuration, boolean there) {
    configuration.put("apiVersion", WebhookKind.GROUP + "/" + WebhookKind.VERSION);
    configuration.put("kind", kind.kind());
    var object =
        client
            .getKubernetesSerialization()
            .convertValue(configuration, GenericKubernetesResource.class);
    var resource = resources().resource(object);
    write(() -> Optional.of(there ? resource.update() : resource.create()));
  }

  void delete() {
    write(
        () -> {
          resources().withName(name).delete();
          return Optional.empty();
        });
  }

  /** What a refusal is about, as RBAC names it. */
  String resourceName() {
    return kind.plural() + "." + WebhookKind.GROUP + " \"" + name + "\"";
  }

  @Override
  public String toString() {
    return kind.kind() + "/" + name;
  }

  @Override
  public void close() {
    informer.close();
  }

  private record Handler(Runnable changed, AtomicLong removals)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      changed.run();
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      changed.run();
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      removals.incrementAndGet();
      changed.run();
    }
  }
}
