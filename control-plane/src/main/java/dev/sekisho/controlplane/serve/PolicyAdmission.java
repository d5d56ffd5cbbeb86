package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.state.PolicyImpact;
import dev.sekisho.controlplane.state.PolicyPreview;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.AdmissionReviewer;
import dev.sekisho.webhook.review.Decisions;
import dev.sekisho.xds.identity.PodIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reviews policy ConfigMaps: a wrong one is refused with the place of each problem, and one that
 * couldn't be enforced with who is in the way; a right one is answered with what it would change
 * for what exists. Thread-safe; never blocks.
 */
final class PolicyAdmission implements AdmissionReviewer {

  /** The API server waits five seconds; the rest of the answer shouldn't be lost. */
  private static final long WORKLOADS_MILLIS = 3_000;

  private final ModelThread model;
  private final Workloads workloads;
  private final Supplier<List<PodIdentity>> unredirected;

  /** Reads the workloads of the cluster. */
  interface Workloads {
    CompletionStage<List<JsonNode>> list();
  }

  /**
   * @param unredirected the Pods whose sidecars no connection to them passes; asked for on the
   *     model's thread
   */
  PolicyAdmission(
      ModelThread model, Workloads workloads, Supplier<List<PodIdentity>> unredirected) {
    this.model = model;
    this.workloads = workloads;
    this.unredirected = unredirected;
  }

  @Override
  public CompletionStage<AdmissionDecision> review(AdmissionRequest admission) {
    var request = admission.subject();
    return policyConfigMap(request)
        .map(object -> review(object, request))
        .orElseGet(() -> model.ask(s -> Decisions.of(List.of(), s.policies().revision())));
  }

  private static Optional<JsonNode> policyConfigMap(ObjectRequest request) {
    boolean stored =
        request.kind().kind().equals("ConfigMap")
            && request.kind().group().isEmpty()
            && request.subResource().isEmpty()
            && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
    return request
        .object()
        .filter(object -> stored)
        .filter(object -> !object.path("metadata").hasNonNull("deletionTimestamp"));
  }

  private CompletionStage<AdmissionDecision> review(JsonNode configMap, ObjectRequest request) {
    return model
        .ask(
            state ->
                new Previewed(
                    state.preview(configMap, request.namespace(), request.name()),
                    state.policies()))
        .thenCompose(
            previewed ->
                previewed.preview().status() instanceof PolicyStatus.Broken broken
                    ? refused(broken, previewed)
                    : allowed(previewed));
  }

  private record Previewed(PolicyPreview preview, PolicySet inForce) {
    boolean changesNothing() {
      return preview.next().revision().equals(inForce.revision());
    }
  }

  private static CompletionStage<AdmissionDecision> refused(
      PolicyStatus.Broken broken, Previewed previewed) {
    var violations = broken.problems().stream().map(PolicyAdmission::violation).toList();
    return CompletableFuture.completedFuture(
        Decisions.of(violations, previewed.inForce().revision()));
  }

  private static Violation violation(PolicyProblem problem) {
    String path = problem.key().isEmpty() ? "data" : "data[" + problem.key() + "]";
    return new Violation("", "policy", path, problem.toString(), Enforcement.DENY);
  }

  private CompletionStage<AdmissionDecision> allowed(Previewed previewed) {
    var preview = previewed.preview();
    var warnings = new ArrayList<String>();
    preview.status().notes().forEach(note -> warnings.add(note.toString()));
    if (previewed.changesNothing()) {
      return CompletableFuture.completedFuture(decision(warnings, previewed));
    }
    return workloads
        .list()
        .toCompletableFuture()
        .orTimeout(WORKLOADS_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              warnings.add(
                  "not known which workloads it would touch: the cluster didn't list them");
              return List.of();
            })
        .thenCompose(
            found -> model.ask(state -> state.podImpact(found, unredirected.get(), preview.next())))
        .thenApply(
            pods -> {
              var impact = new PolicyImpact(preview.hosts(), pods);
              warnings.addAll(impact.warnings());
              return impact
                  .refusal()
                  .map(reason -> refused(reason, previewed))
                  .orElseGet(() -> decision(warnings, previewed));
            });
  }

  private static AdmissionDecision refused(String reason, Previewed previewed) {
    var violation = new Violation("", "policy", "data", reason, Enforcement.DENY);
    return Decisions.of(List.of(violation), previewed.inForce().revision());
  }

  private static AdmissionDecision decision(List<String> warnings, Previewed previewed) {
    return Decisions.allowed(warnings, previewed.inForce().revision());
  }
}
