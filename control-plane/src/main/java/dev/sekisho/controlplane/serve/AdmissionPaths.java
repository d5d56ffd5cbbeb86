package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.webhook.review.AdmissionReviewer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Which reviewer answers at which path of the webhook. */
final class AdmissionPaths {

  private static final String VALIDATE = "/validate";
  private static final String VALIDATE_POLICY = "/validate-policy";
  private static final String MUTATE = "/mutate";

  private AdmissionPaths() {}

  static Map<String, AdmissionReviewer> of(ClusterModel model) {
    Function<String, CompletionStage<Optional<JsonNode>>> find = model.source()::findNamespace;
    return Map.of(
        VALIDATE_POLICY,
        new PolicyAdmission(model.thread(), model.source()::workloads, model::unredirectedPods),
        VALIDATE,
        AdmissionService.validating(model.thread(), find, model.clock()),
        MUTATE,
        AdmissionService.mutating(model.thread(), find));
  }
}
