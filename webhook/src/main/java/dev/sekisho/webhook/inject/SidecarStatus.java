package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The annotation that says what was added to a Pod, and by whom. */
final class SidecarStatus {

  static final String ANNOTATION = "sidecar.sekisho.dev/status";

  private SidecarStatus() {}

  static String of(
      InjectionSettings settings,
      SidecarOptions options,
      List<ObjectNode> initContainers,
      List<ObjectNode> containers,
      List<ObjectNode> volumes) {
    var status =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", settings.version())
            .put("revision", settings.selection().revision())
            .put("redirection", options.redirection().text());
    names(status, PodDocument.INIT_CONTAINERS, initContainers);
    names(status, PodDocument.CONTAINERS, containers);
    names(status, PodDocument.VOLUMES, volumes);
    return status.toString();
  }

  private static void names(ObjectNode status, String key, List<ObjectNode> added) {
    if (!added.isEmpty()) {
      PodDocument.texts(
          status.putArray(key),
          added.stream().map(element -> element.path(PodDocument.NAME).asText()).toList());
    }
  }
}
