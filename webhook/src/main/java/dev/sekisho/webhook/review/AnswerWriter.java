package dev.sekisho.webhook.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes the JSON of an answer. */
final class AnswerWriter {

  private AnswerWriter() {}

  static ObjectNode write(AdmissionRequest request, AdmissionDecision decision) {
    var review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", request.version().apiVersion());
    review.put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response");
    response.put("uid", request.uid());
    switch (decision) {
      case AdmissionDecision.Allowed allowed -> response.put("allowed", true);
      case AdmissionDecision.Denied denied -> {
        response.put("allowed", false);
        writeStatus(response.putObject("status"), denied);
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

  private static void writeStatus(ObjectNode status, AdmissionDecision.Denied denied) {
    status.put("status", "Failure");
    status.put("code", denied.reason().statusCode());
    status.put("reason", denied.reason().statusReason());
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
