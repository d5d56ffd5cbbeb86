package dev.sekisho.webhook.review;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The versions of AdmissionReview that are understood. An answer has the version of its question.
 */
public enum ReviewVersion {
  V1("admission.k8s.io/v1"),
  V1BETA1("admission.k8s.io/v1beta1");

  private final String apiVersion;

  ReviewVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  /** As the document's {@code apiVersion} says it. */
  public String apiVersion() {
    return apiVersion;
  }

  static Optional<ReviewVersion> of(String apiVersion) {
    return Arrays.stream(values()).filter(v -> v.apiVersion.equals(apiVersion)).findFirst();
  }

  static String known() {
    return Arrays.stream(values())
        .map(ReviewVersion::apiVersion)
        .collect(Collectors.joining(" and "));
  }
}
