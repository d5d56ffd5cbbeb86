package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.flag;
import static dev.sekisho.policies.defaults.Fields.number;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.orNew;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Defaults of a Pod, and of the Pod template of a workload, which has a few less. */
final class PodDefaults {

  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private PodDefaults() {}

  /**
   * @param spec of a Pod
   */
  static void fillPod(ObjectNode spec) {
    fillTemplate(spec);
    flag(spec, "enableServiceLinks", true);
    boolean hostNetwork = spec.path("hostNetwork").asBoolean();
    for (String containers : CONTAINERS) {
      each(
          spec,
          containers,
          container -> {
            requestsFromLimits(container);
            if (hostNetwork) {
              each(container, "ports", PodDefaults::hostPort);
            }
          });
    }
  }

  /**
   * @param spec of a Pod template
   */
  static void fillTemplate(ObjectNode spec) {
    text(spec, "restartPolicy", "Always");
    text(spec, "dnsPolicy", "ClusterFirst");
    text(spec, "schedulerName", "default-scheduler");
    number(spec, "terminationGracePeriodSeconds", 30);
    var unused = orNew(spec, "securityContext");
    sameServiceAccount(spec);
    for (String containers : CONTAINERS) {
      each(spec, containers, ContainerDefaults::fill);
    }
    each(spec, "volumes", VolumeDefaults::fill);
  }

  /** The field has a new name; the API server keeps both the same. */
  private static void sameServiceAccount(ObjectNode spec) {
    String name = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText(""));
    if (!name.isEmpty()) {
      spec.put("serviceAccountName", name);
      spec.put("serviceAccount", name);
    }
  }

  private static void requestsFromLimits(ObjectNode container) {
    object(container, "resources")
        .ifPresent(
            resources ->
                object(resources, "limits")
                    .ifPresent(
                        limits ->
                            orNew(resources, "requests")
                                .ifPresent(
                                    requests ->
                                        limits
                                            .properties()
                                            .forEach(
                                                limit -> {
                                                  if (Fields.absent(requests, limit.getKey())) {
                                                    requests.set(limit.getKey(), limit.getValue());
                                                  }
                                                }))));
  }

  private static void hostPort(ObjectNode port) {
    if (port.path("hostPort").asInt() == 0 && port.hasNonNull("containerPort")) {
      port.set("hostPort", port.get("containerPort"));
    }
  }
}
