package dev.sekisho.controlplane.source;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What is written to ConfigMaps: the status of a policy, and its last good text. */
final class PolicyConfigMaps {

  /**
   * Label, and annotation with the name of the ConfigMap that it was, {@code namespace/name} where
   * that isn't Sekisho's own: a namespace's policy must not come back as one of the platform.
   */
  static final String LAST_GOOD = "sekisho.dev/last-good";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("sekisho")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String ownNamespace;

  PolicyConfigMaps(KubernetesClient client, String ownNamespace) {
    this.client = client;
    this.ownNamespace = ownNamespace;
  }

  /** Owns nothing but the annotation; the uid keeps a deleted ConfigMap from coming back. */
  void writeStatus(ObjectKey configMap, String uid, String status) {
    apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(configMap.namespace())
            .withName(configMap.name())
            .withUid(uid)
            .addToAnnotations(PolicyStatus.ANNOTATION, status)
            .endMetadata()
            .build());
  }

  void keepLastGood(ObjectKey configMap, Map<String, String> data) {
    apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(ownNamespace)
            .withName(nameOfLastGood(configMap))
            .addToLabels(LAST_GOOD, "true")
            .addToAnnotations(LAST_GOOD, nameOf(configMap, ownNamespace))
            .endMetadata()
            .withData(data)
            .build());
  }

  void dropLastGood(ObjectKey configMap) {
    client.configMaps().inNamespace(ownNamespace).withName(nameOfLastGood(configMap)).delete();
  }

  Map<ObjectKey, Map<String, String>> lastGood() {
    var kept = new HashMap<ObjectKey, Map<String, String>>();
    var list = client.configMaps().inNamespace(ownNamespace).withLabel(LAST_GOOD, "true").list();
    for (ConfigMap configMap : list.getItems()) {
      var name = configMap.getMetadata().getAnnotations().get(LAST_GOOD);
      if (name != null && configMap.getData() != null) {
        kept.put(keyOf(name, ownNamespace), configMap.getData());
      }
    }
    return kept;
  }

  /** Not longer than a name may be, whatever the ConfigMap's own is; the annotation has that. */
  private String nameOfLastGood(ObjectKey configMap) {
    byte[] name = nameOf(configMap, ownNamespace).getBytes(StandardCharsets.UTF_8);
    return "sekisho-last-good-" + UUID.nameUUIDFromBytes(name);
  }

  static String nameOf(ObjectKey configMap, String ownNamespace) {
    return configMap.namespace().equals(ownNamespace)
        ? configMap.name()
        : configMap.qualifiedName();
  }

  static ObjectKey keyOf(String name, String ownNamespace) {
    int slash = name.indexOf('/');
    return new ObjectKey(
        "ConfigMap",
        slash < 0 ? ownNamespace : name.substring(0, slash),
        name.substring(slash + 1));
  }

  private void apply(ConfigMap configMap) {
    client
        .configMaps()
        .inNamespace(configMap.getMetadata().getNamespace())
        .resource(configMap)
        .patch(APPLY, configMap);
  }
}
