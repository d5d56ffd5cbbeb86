package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.webhook.mutate.JsonPatch;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Decisions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Answers admission requests from the cluster's state. Thread-safe; never blocks. */
final class AdmissionService implements AdmissionReviewer {

  private final ModelThread model;
  private final Function<String, CompletionStage<Optional<JsonNode>>> findNamespace;
  private final BiFunction<ObjectRequest, ClusterState, AdmissionDecision> decision;

  private AdmissionService(
      ModelThread model,
      Function<String, CompletionStage<Optional<JsonNode>>> findNamespace,
      BiFunction<ObjectRequest, ClusterState, AdmissionDecision> decision) {
    this.model = model;
    this.findNamespace = findNamespace;
    this.decision = decision;
  }

  /**
   * Says whether objects may be as they are.
   *
   * @param findNamespace asks the cluster for a Namespace that isn't known here yet
   * @param clock tells how long what was let through is waited for
   */
  static AdmissionService validating(
      ModelThread model,
      Function<String, CompletionStage<Optional<JsonNode>>> findNamespace,
      InstantSource clock) {
    return new AdmissionService(
        model, findNamespace, (request, state) -> validate(request, state, clock.instant()));
  }

  /** Makes objects as they should be; the parameters are those of {@link #validating}. */
  static AdmissionService mutating(
      ModelThread model, Function<String, CompletionStage<Optional<JsonNode>>> findNamespace) {
    return new AdmissionService(model, findNamespace, AdmissionService::mutate);
  }

  @Override
  public CompletionStage<AdmissionDecision> review(AdmissionRequest admission) {
    var request = admission.subject();
    return model
        .askAtOnce(state -> answer(request, state))
        .thenCompose(
            answer ->
                switch (answer) {
                  case Answer.Decided(var decision) -> CompletableFuture.completedFuture(decision);
                  case Answer.UnknownNamespace(var name) -> decideInNewNamespace(request, name);
                });
  }

  /** The first answer of the model: one question to it is all that most requests need. */
  private sealed interface Answer {
    record Decided(AdmissionDecision decision) implements Answer {}

    record UnknownNamespace(String name) implements Answer {}
  }

  private Answer answer(ObjectRequest request, ClusterState state) {
    return state
        .unknownNamespace(request)
        .<Answer>map(Answer.UnknownNamespace::new)
        .orElseGet(() -> new Answer.Decided(decision.apply(request, state)));
  }

  /** The Namespace may be younger than what the watch has told: its allowlist counts already. */
  private CompletionStage<AdmissionDecision> decideInNewNamespace(
      ObjectRequest request, String name) {
    return findNamespace
        .apply(name)
        .thenCompose(
            found -> {
              found.ifPresent(
                  object -> model.change(state -> state.discovered(MetaReader.namespace(object))));
              return model.ask(state -> decision.apply(request, state));
            });
  }

  private static AdmissionDecision validate(
      ObjectRequest request, ClusterState state, Instant now) {
    return Decisions.of(state.admit(request, now), state.policies().revision());
  }

  private static AdmissionDecision mutate(ObjectRequest request, ClusterState state) {
    var mutated = state.mutate(request);
    return Decisions.mutated(
        JsonPatch.diff(request.objectTree(), mutated.object()),
        mutated.problems(),
        state.policies().revision());
  }
}
