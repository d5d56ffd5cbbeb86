package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.PathText;
import dev.sekisho.policies.objects.FieldReader;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.PodTemplates;
import dev.sekisho.policies.secrets.SecretRequest.HostPathUse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what an object asks for. */
final class SecretRequests {

  private static final List<String> NODE_VOLUMES = List.of("hostPath", "local");

  private SecretRequests() {}

  /** Whether objects of this kind can ask for anything that is reviewed here. */
  static boolean concern(GroupVersionKind kind) {
    return PodTemplates.keysOf(kind).isPresent()
        || SecretProviderClass.isOf(kind)
        || ReferenceReader.reads(kind);
  }

  /**
   * Never throws.
   *
   * @param kind of those that {@link #concern}
   * @param namespace of the object; empty for cluster-scoped ones
   */
  static SecretRequest read(
      GroupVersionKind kind, JsonNode object, String namespace, SecretLookup lookup) {
    String kindWord = kind.kind().toLowerCase(Locale.ROOT);
    var fields = new FieldReader();
    var keys = PodTemplates.keysOf(kind);
    if (keys.isPresent()) {
      return PodReader.read(object, keys.get(), fields)
          .map(
              pod ->
                  PodRequest.of(
                      pod, keys.get().isEmpty(), namespace, lookup, kindWord, fields.problems()))
          .orElseGet(() -> SecretRequest.of(kindWord, List.of(), fields.problems()));
    }
    if (SecretProviderClass.isOf(kind)) {
      return definition(SecretProviderClass.read(object, namespace), kindWord);
    }
    var references = ReferenceReader.read(kind, object, namespace, fields);
    var hostPaths = hostPaths(kind, object, fields);
    return new SecretRequest(
        kindWord,
        references,
        List.of(),
        hostPaths,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        fields.problems());
  }

  private static SecretRequest definition(SecretProviderClass object, String kindWord) {
    return new SecretRequest(
        kindWord,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(object),
        object.unreadable());
  }

  /** The paths of nodes that a PersistentVolume stands for. */
  private static List<HostPathUse> hostPaths(
      GroupVersionKind kind, JsonNode object, FieldReader fields) {
    if (!kind.kind().equals("PersistentVolume")) {
      return List.of();
    }
    var spec = fields.object(object, "spec", "");
    return NODE_VOLUMES.stream()
        .flatMap(
            type ->
                spec
                    .flatMap(s -> fields.object(s, type, "spec"))
                    .flatMap(source -> fields.name(source, "path", "spec." + type))
                    .map(
                        path ->
                            new HostPathUse(
                                PathText.normalise(path),
                                type,
                                Users.NO_WORKLOAD,
                                "spec." + type + ".path"))
                    .stream())
        .toList();
  }
}
