package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Secrets that are given to the drivers of volumes.
 *
 * <p>Drivers of StorageClasses name Secrets by pairs of parameters, CSI's {@code
 * csi.storage.k8s.io/node-publish-secret-name} and {@code -namespace}, or {@code adminSecretName}
 * and {@code adminSecretNamespace} of older ones: every parameter that ends so is read. A template
 * in a value, {@code ${pvc.namespace}}, may become anything: {@code *} stands for it.
 */
final class StorageReferences {

  private static final Pattern NAME_KEY = Pattern.compile("(.*secret-)name|(.*[sS]ecret)Name");
  private static final Pattern TEMPLATE = Pattern.compile("\\$\\{[^}]*}");
  private static final String PARAMETERS = "parameters";
  private static final List<String> CSI =
      List.of(
          "controllerPublishSecretRef",
          "nodeStageSecretRef",
          "nodePublishSecretRef",
          "controllerExpandSecretRef",
          "nodeExpandSecretRef");

  private StorageReferences() {}

  /** StorageClasses and VolumeSnapshotClasses have their parameters at the top. */
  static void parameters(JsonNode object, ReferenceReader into) {
    var parameters = into.fields().textMap(object, PARAMETERS, "");
    parameters.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            namespaceKey(key)
                .ifPresent(
                    other ->
                        into.add(
                            SecretChannel.STORAGE,
                            known(value),
                            known(namespaceOf(parameters, other)),
                            key,
                            PARAMETERS + "[" + key + "]"));
          }
        });
  }

  /** The parameter with the namespace of the Secret that {@code key} names. */
  private static Optional<String> namespaceKey(String key) {
    if (key.equals("secretRef")) { // of ScaleIO
      return Optional.of("secretNamespace");
    }
    var matcher = NAME_KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1))
        .map(prefix -> prefix + "namespace")
        .or(() -> Optional.of(matcher.group(2) + "Namespace"));
  }

  private static String namespaceOf(Map<String, String> parameters, String key) {
    return parameters.getOrDefault(key, "");
  }

  private static String known(String value) {
    return TEMPLATE.matcher(value).replaceAll("*");
  }

  static void persistentVolume(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    var spec = fields.object(object, "spec", "");
    spec.flatMap(s -> fields.object(s, "csi", "spec"))
        .ifPresent(csi -> CSI.forEach(key -> ref(csi, key, "spec.csi", into)));
    for (String type : VolumeReader.WITH_SECRET_REF) {
      spec.flatMap(s -> fields.object(s, type, "spec"))
          .ifPresent(source -> ref(source, "secretRef", "spec." + type, into));
    }
    spec.flatMap(s -> fields.object(s, "azureFile", "spec"))
        .ifPresent(
            file ->
                named(file, "secretName", "secretNamespace", "azureFile", "spec.azureFile", into));
  }

  private static void ref(JsonNode source, String key, String at, ReferenceReader into) {
    into.fields()
        .object(source, key, at)
        .ifPresent(ref -> named(ref, "name", "namespace", key, at + "." + key, into));
  }

  private static void named(
      JsonNode node,
      String nameKey,
      String namespaceKey,
      String detail,
      String at,
      ReferenceReader into) {
    var namespace = into.fields().name(node, namespaceKey, at).orElse("");
    into.fields()
        .name(node, nameKey, at)
        .ifPresent(
            name -> into.add(SecretChannel.STORAGE, name, namespace, detail, at + "." + nameKey));
  }
}
