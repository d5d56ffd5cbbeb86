package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.FieldReader;
import dev.sekisho.policies.objects.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A SecretProviderClass ({@code secrets-store.csi.x-k8s.io}): what the Secrets Store CSI driver
 * mounts, and the Secrets that it makes of it.
 *
 * @param provider {@code aws}; empty where there is none
 * @param parameters those that are strings
 * @param notText parameters that are no strings, which the driver doesn't take
 * @param secretObjects the Secrets that it makes
 * @param unreadable other fields that can't be read
 */
public record SecretProviderClass(
    String namespace,
    String name,
    String provider,
    Map<String, String> parameters,
    List<String> notText,
    List<SecretObject> secretObjects,
    List<FieldProblem> unreadable) {

  public static final String KIND = "SecretProviderClass";
  public static final String GROUP = "secrets-store.csi.x-k8s.io";
  private static final String SPEC = "spec";
  private static final String PARAMETERS = "parameters";

  public SecretProviderClass {
    parameters = Map.copyOf(parameters);
    notText = List.copyOf(notText);
    secretObjects = List.copyOf(secretObjects);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * A Secret that the driver makes.
   *
   * @param fieldPath of the entry
   */
  public record SecretObject(String secretName, List<Item> data, String fieldPath) {
    public SecretObject {
      data = List.copyOf(data);
    }
  }

  /**
   * One key of a Secret that the driver makes.
   *
   * @param objectName what is mounted under that name becomes the value
   */
  public record Item(String objectName, String key, String fieldPath) {}

  static boolean isOf(GroupVersionKind kind) {
    return kind.kind().equals(KIND) && kind.group().equals(GROUP);
  }

  /** Reads a SecretProviderClass object. Never throws. */
  public static SecretProviderClass read(JsonNode object, String namespace) {
    var fields = new FieldReader();
    var name =
        fields
            .object(object, "metadata", "")
            .flatMap(metadata -> fields.name(metadata, "name", "metadata"))
            .orElse("");
    var spec = fields.object(object, SPEC, "");
    var texts = new TreeMap<String, String>();
    var others = new ArrayList<String>();
    spec.flatMap(s -> fields.object(s, PARAMETERS, SPEC))
        .ifPresent(
            parameters ->
                parameters
                    .properties()
                    .forEach(
                        entry -> {
                          if (entry.getValue().isTextual()) {
                            texts.put(entry.getKey(), entry.getValue().textValue());
                          } else if (!entry.getValue().isNull()) {
                            others.add(entry.getKey());
                          }
                        }));
    var made = new ArrayList<SecretObject>();
    spec.ifPresent(
        s ->
            fields.objects(
                s, "secretObjects", SPEC, (entry, at) -> made.add(secret(entry, at, fields))));
    return new SecretProviderClass(
        namespace,
        name,
        spec.flatMap(s -> fields.name(s, "provider", SPEC)).orElse(""),
        texts,
        others,
        made,
        fields.problems());
  }

  private static SecretObject secret(JsonNode entry, String at, FieldReader fields) {
    var data = new ArrayList<Item>();
    fields.objects(
        entry,
        "data",
        at,
        (item, where) ->
            data.add(
                new Item(
                    fields.text(item, "objectName", where).orElse(""),
                    fields.text(item, "key", where).orElse(""),
                    where)));
    return new SecretObject(fields.text(entry, "secretName", at).orElse(""), data, at);
  }

  /** How the driver makes the Secret of that name, if it does. */
  Optional<SecretObject> making(String secret) {
    return secretObjects.stream().filter(made -> made.secretName().equals(secret)).findFirst();
  }
}
