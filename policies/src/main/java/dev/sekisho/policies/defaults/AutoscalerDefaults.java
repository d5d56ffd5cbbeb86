package dev.sekisho.policies.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of a HorizontalPodAutoscaler. */
final class AutoscalerDefaults {

  private static final int DEFAULT_UTILIZATION = 80;

  private AutoscalerDefaults() {}

  static void fill(String kind, ObjectNode object) {
    if (kind.equals("HorizontalPodAutoscaler")) {
      Fields.object(object, "spec").ifPresent(AutoscalerDefaults::spec);
    }
  }

  private static void spec(ObjectNode spec) {
    Fields.number(spec, "minReplicas", 1);
    if (spec.path("metrics").isEmpty()) {
      var resource = spec.putArray("metrics").addObject().put("type", "Resource");
      resource
          .putObject("resource")
          .put("name", "cpu")
          .putObject("target")
          .put("type", "Utilization")
          .put("averageUtilization", DEFAULT_UTILIZATION);
    }
  }
}
