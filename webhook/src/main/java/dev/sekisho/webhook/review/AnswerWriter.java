package dev.sekisho.webhook.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes the JSON of an answer. */
final class AnswerWriter {

  private AnswerWriter() {}

  static ObjectNode write(
      JsonMapper json,
      AdmissionRequest request,
      AdmissionDecision decision,
      StatusReason statusReason)
      throws JsonProcessingException {
    var review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", request.version().apiVersion());
    review.put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response");
    response.put("uid", request.uid());
    switch (decision) {
      case AdmissionDecision.Allowed allowed -> response.put("allowed", true);
      case AdmissionDecision.Patched patched -> {
        response.put("allowed", true);
        response.put("patchType", "JSONPatch");
        // As base64: a byte array in the API's Go type.
        response.put("patch", json.writeValueAsBytes(patched.patch().toJson()));
      }
      case AdmissionDecision.Denied denied -> {
        response.put("allowed", false);
        writeStatus(response.putObject("status"), denied, statusReason);
      }
    }
    if (!decision.warnings().isEmpty()) {
      var warnings = response.putArray("warnings");
      decision.warnings().forEach(warnings::add);
    }
    if (!decision.auditAnnotations().isEmpty()) {
      ObjectNode annotations = response.putObject("auditAnnotations");
      decision.auditAnnotations().forEach(annotations::put);
    }
    return review;
  }

  private static void writeStatus(
      ObjectNode status, AdmissionDecision.Denied denied, StatusReason statusReason) {
    status.put("status", "Failure");
    status.put("code", denied.reason().statusCode());
    status.put("reason", statusReason.of(denied));
    status.put("message", denied.message());
    if (!denied.causes().isEmpty()) {
      writeCauses(status.putObject("details"), denied.causes());
    }
  }

  private static void writeCauses(ObjectNode details, List<Cause> causes) {
    var list = details.putArray("causes");
    for (Cause cause : causes) {
      list.addObject()
          .put("reason", cause.rule())
          .put("message", cause.messageWithPolicy())
          .put("field", cause.field());
    }
  }
}
