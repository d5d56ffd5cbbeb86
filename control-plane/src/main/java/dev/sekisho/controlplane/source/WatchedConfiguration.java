package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Consumer;

/** One webhook configuration, watched by its name. For one thread, but for its start and end. */
final class WatchedConfiguration implements AutoCloseable {

  private static final String UNWRITTEN = "never";

  private static final PatchContext PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("sekisho").build();

  private final KubernetesClient client;
  private final WebhookKind kind;
  private final String name;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final RepairPace pace = new RepairPace();

  /** What was written when the store knew that version; the store runs a little behind. */
  private Optional<JsonNode> written = Optional.empty();

  private String writtenOver = UNWRITTEN;

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
            .addEventHandler(new Handler(changed));
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
    var reported = Optional.ofNullable(informer.getStore().getByKey(name)).map(this::tree);
    return version(reported).equals(writtenOver) ? written : reported;
  }

  private void wrote(Optional<GenericKubernetesResource> result) {
    writtenOver = version(Optional.ofNullable(informer.getStore().getByKey(name)).map(this::tree));
    written = result.map(this::tree);
  }

  private JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  private static String version(Optional<JsonNode> configuration) {
    return configuration.map(c -> c.path("metadata").path("resourceVersion").asText()).orElse("");
  }

  RepairPace pace() {
    return pace;
  }

  void patch(ArrayNode operations) {
    wrote(Optional.ofNullable(resources().withName(name).patch(PATCH, operations.toString())));
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
    wrote(Optional.of(there ? resource.update() : resource.create()));
  }

  void delete() {
    resources().withName(name).delete();
    wrote(Optional.empty());
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

  private record Handler(Runnable changed)
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
      changed.run();
    }
  }
}
