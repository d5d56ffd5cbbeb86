package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;
import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.explain.Explainer;
import dev.sekisho.controlplane.explain.ExplanationJson;
import dev.sekisho.controlplane.explain.ExplanationText;
import dev.sekisho.controlplane.explain.OneLook;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.controlplane.source.KubernetesSource;
import dev.sekisho.controlplane.source.ManifestSource;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = {
      "Says of an object which policies match it, what admission would say of it now, which hosts",
      "it claims, whether they are served, and why; of a workload also which mTLS its Pods take and",
      "who may call them."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho explain Ingress/qa/front",
      "  sekisho explain Deployment/shop/api --source manifests/",
      "",
      "Exit code 0: it would be admitted; 1: it would be denied; 2: there is no such object, or the",
      "usage is wrong; 3: the cluster doesn't answer."
    })
final class ExplainCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "KIND/NAMESPACE/NAME",
      description = "The object; kinds of custom resources with their group: Gateway.example.org.")
  private String name;

  @Mixin private ObjectsFrom from;

  @Mixin private TextOrJson output;
  @Mixin private AsUser as;

  @Override
  public Integer call() throws InterruptedException {
    var key = key();
    var look = new OneLook();
    var folder = from.folder();
    if (folder.isPresent()) {
      try (var objects = ManifestSource.readOnly(folder.get(), from.namespace(), look)) {
        return explain(key, look, objects);
      }
    }
    try (var connection = KubernetesConnection.open(from.kubeconfig());
        var objects =
            KubernetesSource.open(connection, from.namespace(), Leadership.never(), look)) {
      return explain(key, look, objects);
    }
  }

  private int explain(ObjectKey key, OneLook look, ClusterSource objects)
      throws InterruptedException {
    objects.start();
    if (!look.await(BOUND)) {
      throw new StartupException(
          UNAVAILABLE,
          "the cluster didn't report all its objects within "
              + BOUND.toSeconds()
              + " s: "
              + String.join("; ", look.problems()));
    }
    var state = look.state(from.namespace(), Instant.now());
    var object = look.object(key).or(() -> workload(objects, key));
    if (object.isEmpty()) {
      throw new StartupException(INPUT, "there is no " + key + " in " + from.source());
    }
    var explanation = new Explainer(state, as.requester()).explain(key, object.get());
    var out = spec.commandLine().getOut();
    switch (output.form()) {
      case text -> ExplanationText.write(explanation, out);
      case json -> out.println(ExplanationJson.of(explanation).toPrettyString());
    }
    out.flush();
    return explanation.denied() ? 1 : 0;
  }

  private ObjectKey key() {
    var parts = List.of(name.split("/", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.contains("")) {
      throw new ParameterException(
          spec.commandLine(), name + ": expected KIND/NAMESPACE/NAME, as in Ingress/qa/front");
    }
    return new ObjectKey(parts.getFirst(), parts.size() == 3 ? parts.get(1) : "", parts.getLast());
  }

  /** Workloads aren't watched: they are asked for when they are needed. */
  private static Optional<JsonNode> workload(ClusterSource objects, ObjectKey key) {
    try {
      return objects.workloads().toCompletableFuture().join().stream()
          .filter(object -> keyOf(object).equals(key))
          .findFirst();
    } catch (CompletionException e) {
      return Optional.empty();
    }
  }

  private static ObjectKey keyOf(JsonNode object) {
    var kind = GroupVersionKind.of(object);
    var meta = object.path("metadata");
    return new ObjectKey(
        kind.nameInKey(), meta.path("namespace").asText(""), meta.path("name").asText());
  }
}
