package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Decisions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers admission requests from the cluster's state. Thread-safe; never blocks. */
final class AdmissionService implements AdmissionReviewer {

  private static final Set<String> INGRESS_GROUPS = Set.of("networking.k8s.io", "extensions");

  private final ModelThread model;
  private final Function<String, CompletionStage<Optional<JsonNode>>> findNamespace;

  /**
   * @param findNamespace asks the cluster for a Namespace that isn't known here yet
   */
  AdmissionService(
      ModelThread model, Function<String, CompletionStage<Optional<JsonNode>>> findNamespace) {
    this.model = model;
    this.findNamespace = findNamespace;
  }

  @Override
  public CompletionStage<AdmissionDecision> review(AdmissionRequest admission) {
    var request = admission.subject();
    if (!concernsHosts(request)) {
      return model.ask(state -> Decisions.of(List.of(), state.policies().revision()));
    }
    return model
        .ask(state -> state.hosts().knowsNamespace(request.namespace()))
        .thenCompose(known -> known ? decide(request) : decideInNewNamespace(request));
  }

  /** Deletions are never in the way, nor are status and other subresources. */
  private static boolean concernsHosts(ObjectRequest request) {
    return request.kind().kind().equals(Ingress.KIND)
        && INGRESS_GROUPS.contains(request.kind().group())
        && request.subResource().isEmpty()
        && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
  }

  /** The Namespace may be younger than what the watch has told: its allowlist counts already. */
  private CompletionStage<AdmissionDecision> decideInNewNamespace(ObjectRequest request) {
    return findNamespace
        .apply(request.namespace())
        .thenCompose(
            found -> {
              found.ifPresent(
                  object -> model.change(state -> state.discovered(MetaReader.namespace(object))));
              return decide(request);
            });
  }

  private CompletionStage<AdmissionDecision> decide(ObjectRequest request) {
    return model.ask(state -> decide(request, state));
  }

  private static AdmissionDecision decide(ObjectRequest request, ClusterState state) {
    return Decisions.of(violations(request, state), state.policies().revision());
  }

  private static List<Violation> violations(ObjectRequest request, ClusterState state) {
    var after = request.object().map(object -> ingress(object, request));
    if (after.isEmpty() || after.get().meta().deleting()) {
      return List.of();
    }
    return request
        .oldObject()
        .filter(old -> request.operation() == Operation.UPDATE)
        .map(
            old ->
                state.hosts().reviewUpdate(ingress(old, request), after.get(), request.requester()))
        .orElseGet(() -> state.hosts().review(after.get(), request.requester()));
  }

  /** The namespace is that of the request: the object needn't say. */
  private static Ingress ingress(JsonNode object, ObjectRequest request) {
    return IngressReader.read(object).in(request.namespace());
  }
}
