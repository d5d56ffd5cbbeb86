package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.parse.PolicyConfigMap;

/** Files of bare policy documents, which count as policy ConfigMaps. */
public final class PolicyFiles {

  /** On the ConfigMap that stands for such a file. */
  public static final String ANNOTATION = "sekisho.dev/policy-file";

  private PolicyFiles() {}

  /**
   * The ConfigMap that stands for a file.
   *
   * @param ownNamespace the namespace that Sekisho runs in
   * @param name of the ConfigMap
   * @param path of the file, as messages shall show it
   */
  public static ObjectNode configMap(String ownNamespace, String name, String path, String text) {
    var configMap = JsonNodeFactory.instance.objectNode();
    configMap.put("apiVersion", "v1").put("kind", Kinds.CONFIG_MAP.kind());
    var metadata = configMap.putObject("metadata").put("namespace", ownNamespace).put("name", name);
    metadata.putObject("labels").put(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE);
    metadata.putObject("annotations").put(ANNOTATION, "true");
    configMap.putObject("data").put(path, text);
    return configMap;
  }
}
