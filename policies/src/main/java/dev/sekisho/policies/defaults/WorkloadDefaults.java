package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.flag;
import static dev.sekisho.policies.defaults.Fields.number;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.orNew;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Defaults of the kinds that make Pods. */
final class WorkloadDefaults {

  private static final String LABELS = "labels";
  private static final String QUARTER = "25%";
  private static final String ROLLING = "RollingUpdate";
  private static final String ROLLING_PARAMETERS = "rollingUpdate";

  private WorkloadDefaults() {}

  static void fill(String kind, ObjectNode object) {
    object(object, "spec").ifPresent(spec -> fill(kind, object, spec));
  }

  private static void fill(String kind, ObjectNode object, ObjectNode spec) {
    switch (kind) {
      case "Deployment" -> deployment(spec);
      case "StatefulSet" -> statefulSet(spec);
      case "DaemonSet" -> daemonSet(spec);
      case "ReplicaSet" -> number(spec, "replicas", 1);
      case "ReplicationController" -> replicationController(object, spec);
      case "Job" -> job(object, spec);
      case "CronJob" -> cronJob(spec);
      default -> {
        return; // ControllerRevision, which has no template
      }
    }
    template(spec);
  }

  private static void template(ObjectNode spec) {
    object(spec, "template")
        .flatMap(template -> object(template, "spec"))
        .ifPresent(PodDefaults::fillTemplate);
  }

  private static void deployment(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    orNew(spec, "strategy").ifPresent(WorkloadDefaults::rolling);
  }

  private static void rolling(ObjectNode strategy) {
    text(strategy, "type", ROLLING);
    if (strategy.path("type").asText().equals(ROLLING)) {
      orNew(strategy, ROLLING_PARAMETERS)
          .ifPresent(
              parameters -> {
                text(parameters, "maxUnavailable", QUARTER);
                text(parameters, "maxSurge", QUARTER);
              });
    }
  }

  private static void statefulSet(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    text(spec, "podManagementPolicy", "OrderedReady");
    orNew(spec, "updateStrategy")
        .ifPresent(
            strategy -> {
              text(strategy, "type", ROLLING);
              if (strategy.path("type").asText().equals(ROLLING)) {
                orNew(strategy, ROLLING_PARAMETERS).ifPresent(p -> number(p, "partition", 0));
              }
            });
    orNew(spec, "persistentVolumeClaimRetentionPolicy")
        .ifPresent(
            policy -> {
              text(policy, "whenDeleted", "Retain");
              text(policy, "whenScaled", "Retain");
            });
    each(spec, "volumeClaimTemplates", StorageDefaults::claim);
  }

  private static void daemonSet(ObjectNode spec) {
    number(spec, "revisionHistoryLimit", 10);
    orNew(spec, "updateStrategy")
        .ifPresent(
            strategy -> {
              text(strategy, "type", ROLLING);
              if (strategy.path("type").asText().equals(ROLLING)) {
                orNew(strategy, ROLLING_PARAMETERS)
                    .ifPresent(
                        parameters -> {
                          number(parameters, "maxUnavailable", 1);
                          number(parameters, "maxSurge", 0);
                        });
              }
            });
  }

  private static void replicationController(ObjectNode object, ObjectNode spec) {
    number(spec, "replicas", 1);
    labelsOfTemplate(spec)
        .ifPresent(
            labels -> {
              if (Fields.absent(spec, "selector")) {
                spec.set("selector", labels.deepCopy());
              }
              labelIfBare(object, labels);
            });
  }

  private static Optional<ObjectNode> labelsOfTemplate(ObjectNode spec) {
    return object(spec, "template")
        .flatMap(template -> object(template, "metadata"))
        .flatMap(meta -> object(meta, LABELS));
  }

  /** Labels the object as its Pods are, unless it has labels of its own. */
  private static void labelIfBare(ObjectNode object, ObjectNode labels) {
    orNew(object, "metadata")
        .filter(meta -> Fields.absent(meta, LABELS))
        .ifPresent(meta -> meta.set(LABELS, labels.deepCopy()));
  }

  private static void job(ObjectNode object, ObjectNode spec) {
    labelsOfTemplate(spec).ifPresent(labels -> labelIfBare(object, labels));
    if (Fields.absent(spec, "completions") && Fields.absent(spec, "parallelism")) {
      spec.put("completions", 1);
    }
    number(spec, "parallelism", 1);
    number(spec, "backoffLimit", 6);
    text(spec, "completionMode", "NonIndexed");
    flag(spec, "suspend", false);
    text(
        spec,
        "podReplacementPolicy",
        spec.hasNonNull("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    flag(spec, "manualSelector", false);
  }

  private static void cronJob(ObjectNode spec) {
    text(spec, "concurrencyPolicy", "Allow");
    flag(spec, "suspend", false);
    number(spec, "successfulJobsHistoryLimit", 3);
    number(spec, "failedJobsHistoryLimit", 1);
    // The Job's own defaults wait until the Job is made.
    object(spec, "jobTemplate")
        .flatMap(template -> object(template, "spec"))
        .ifPresent(WorkloadDefaults::template);
  }
}
