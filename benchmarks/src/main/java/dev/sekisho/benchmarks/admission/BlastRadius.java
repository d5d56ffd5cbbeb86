package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Https;
import dev.sekisho.benchmarks.harness.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how soon the API server, when somebody edits the policy, would be told what the edit
 * does to all that exists: nothing, the end of a tenth of the Ingresses, or of all, in turn.
 */
final class BlastRadius {

  private static final String PATH = "/validate-policy";

  private BlastRadius() {}

  /**
   * @param denies one more line of the policy
   * @param share one in so many of the existing Ingresses would be denied; 0: none
   */
  private record Edit(String denies, int share) {
    int denied(Workload workload) {
      return share == 0 ? 0 : (workload.existing() + share - 1) / share;
    }
  }

  private static final List<Edit> EDITS =
      List.of(
          new Edit("admin.acmecorp.com", 0),
          new Edit("*.shared-0.acmecorp.com", 10),
          new Edit("*.acmecorp.com", 1));

  /**
   * Milliseconds of each answer, in order of size; each edit is asked for {@code times} times.
   *
   * @throws IOException also if an answer is wrong
   */
  static List<Double> measure(Target sekisho, Workload workload, int times)
      throws IOException, InterruptedException {
    var answers = new ArrayList<Double>();
    try (var https = new Https()) {
      https.send("POST", sekisho.uri(sekisho.path()), BodyPublishers.ofString(Workload.request(0)));
      for (int i = 0; i < times; i++) {
        for (Edit edit : EDITS) {
          var body = BodyPublishers.ofString(review(edit));
          long start = System.nanoTime();
          var answer = https.send("POST", sekisho.uri(PATH), body);
          answers.add((System.nanoTime() - start) / 1e6);
          check(answer, edit.denied(workload));
        }
      }
    }
    return answers.stream().sorted().toList();
  }

  private static void check(String answer, int denied) throws IOException {
    var response = Json.parse(answer).path("response");
    var warnings = response.path("warnings").toString();
    boolean asExpected =
        denied == 0
            ? response.path("warnings").isEmpty()
            : warnings.contains("would deny " + denied + " existing Ingress");
    if (!response.path("allowed").asBoolean() || !asExpected) {
      throw new IOException("%d denied Ingresses expected: %s".formatted(denied, answer));
    }
  }

  /** What the API server asks when the ConfigMap of the policy gets one more line. */
  private static String review(Edit edit) {
    var review = Json.MAPPER.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request").put("uid", "blast-radius");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "ConfigMap");
    request
        .putObject("resource")
        .put("group", "")
        .put("version", "v1")
        .put("resource", "configmaps");
    request.put("operation", "UPDATE").put("name", "policy.yaml");
    request.put("namespace", "sekisho-system");
    request.putObject("userInfo").put("username", "jane");
    var object = request.putObject("object").put("apiVersion", "v1").put("kind", "ConfigMap");
    var metadata = object.putObject("metadata");
    metadata.put("name", "policy.yaml").put("namespace", "sekisho-system");
    metadata.putObject("labels").put("sekisho.dev/policy", "true");
    object
        .putObject("data")
        .put("policy.yaml", Workload.policy() + "    deny: [\"" + edit.denies() + "\"]\n");
    return review.toString();
  }
}
