package dev.sekisho.controlplane.serve;

import dev.sekisho.webhook.review.AdmissionReviewer;
import java.util.Map;

/** Which reviewer answers at which path of the webhook. */
final class AdmissionPaths {

  static final String VALIDATE = "/validate";

  private AdmissionPaths() {}

  static Map<String, AdmissionReviewer> of(ClusterModel model) {
    return Map.of(VALIDATE, new AdmissionService(model.thread(), model.source()::findNamespace));
  }
}
