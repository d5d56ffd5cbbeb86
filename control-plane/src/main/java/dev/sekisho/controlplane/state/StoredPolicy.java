package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.parse.PolicyConfigMap;
import java.util.HashMap;
import java.util.HashSet;

/** Reads what a ConfigMap says of policies. */
final class StoredPolicy {

  private StoredPolicy() {}

  static PolicyConfigMap of(JsonNode object) {
    var meta = MetaReader.read(object);
    var data = new HashMap<String, String>();
    object.path("data").properties().forEach(e -> data.put(e.getKey(), e.getValue().asText()));
    var binary = new HashSet<String>();
    object.path("binaryData").fieldNames().forEachRemaining(binary::add);
    return new PolicyConfigMap(meta.namespace(), meta.name(), meta.labels(), data, binary);
  }

  /** The same, by the names in the request that brings it: objects needn't say theirs. */
  static PolicyConfigMap of(JsonNode object, String namespace, String name) {
    var written = of(object);
    return new PolicyConfigMap(
        namespace,
        name.isEmpty() ? written.name() : name,
        written.labels(),
        written.data(),
        written.binaryDataKeys());
  }
}
