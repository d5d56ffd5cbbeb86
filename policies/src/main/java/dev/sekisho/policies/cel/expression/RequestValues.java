package dev.sekisho.policies.cel.expression;

import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Requester;
import java.util.HashMap;
import java.util.Map;

/** The values of {@code request} and {@code namespaceObject}; what is empty there isn't there. */
final class RequestValues {

  private RequestValues() {}

  static Map<String, Object> of(ObjectRequest request) {
    var original = request.original();
    var values = new HashMap<String, Object>();
    values.put("kind", of(request.kind()));
    values.put("resource", of(request.resource()));
    putText(values, "subResource", request.subResource());
    values.put("requestKind", of(original.kind()));
    values.put("requestResource", of(original.resource()));
    putText(values, "requestSubResource", original.subResource());
    putText(values, "name", request.name());
    putText(values, "namespace", request.namespace());
    values.put("operation", request.operation().name());
    values.put("userInfo", of(request.requester()));
    values.put("dryRun", request.dryRun());
    values.put("options", JsonValues.of(request.options()));
    return values;
  }

  static Map<String, Object> of(NamespaceFacts namespace) {
    var metadata = new HashMap<String, Object>();
    metadata.put("name", namespace.name());
    if (!namespace.labels().isEmpty()) {
      metadata.put("labels", namespace.labels());
    }
    if (!namespace.annotations().isEmpty()) {
      metadata.put("annotations", namespace.annotations());
    }
    return Map.of("metadata", metadata);
  }

  private static Map<String, Object> of(Requester requester) {
    var values = new HashMap<String, Object>();
    putText(values, "username", requester.user());
    putText(values, "uid", requester.uid());
    if (!requester.groups().isEmpty()) {
      values.put("groups", requester.groups().stream().sorted().toList());
    }
    if (!requester.extra().isEmpty()) {
      values.put("extra", requester.extra());
    }
    return values;
  }

  private static Map<String, Object> of(GroupVersionKind kind) {
    return Map.of("group", kind.group(), "version", kind.version(), "kind", kind.kind());
  }

  private static Map<String, Object> of(GroupVersionResource resource) {
    return Map.of(
        "group", resource.group(), "version", resource.version(), "resource", resource.resource());
  }

  private static void putText(Map<String, Object> values, String key, String text) {
    if (!text.isEmpty()) {
      values.put(key, text);
    }
  }
}
