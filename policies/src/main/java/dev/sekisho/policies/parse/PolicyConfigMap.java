package dev.sekisho.policies.parse;

import dev.sekisho.policies.objects.ObjectKey;
import java.util.Map;
import java.util.Set;

/** What matters of a ConfigMap to policies; equal ones say the same. Immutable. */
public record PolicyConfigMap(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> data,
    Set<String> binaryDataKeys) {

  /** The label that makes a ConfigMap a policy ConfigMap. */
  public static final String LABEL = "sekisho.dev/policy";

  /** The only value of the label that does. */
  public static final String LABEL_VALUE = "true";

  public PolicyConfigMap {
    labels = Map.copyOf(labels);
    data = Map.copyOf(data);
    binaryDataKeys = Set.copyOf(binaryDataKeys);
  }

  public boolean isLabelled() {
    return LABEL_VALUE.equals(labels.get(LABEL));
  }

  public ObjectKey key() {
    return new ObjectKey("ConfigMap", namespace, name);
  }
}
