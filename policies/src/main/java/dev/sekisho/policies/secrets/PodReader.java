package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.objects.FieldReader;
import dev.sekisho.policies.secrets.PodFacts.Container;
import dev.sekisho.policies.secrets.PodFacts.EnvSecret;
import dev.sekisho.policies.secrets.PodFacts.Mount;
import dev.sekisho.policies.secrets.PodFacts.Named;
import dev.sekisho.policies.secrets.PodFacts.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Pod or a Pod template. Never throws: what can't be read is noted as a problem. */
final class PodReader {

  private static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private final FieldReader fields;
  private final List<Container> containers = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final List<Named> pullSecrets = new ArrayList<>();

  private PodReader(FieldReader fields) {
    this.fields = fields;
  }

  /**
   * @param keys lead from {@code object} to the Pod's {@code metadata} and {@code spec}
   * @return empty if there is no spec
   */
  static Optional<PodFacts> read(JsonNode object, List<String> keys, FieldReader fields) {
    var node = Optional.of(object);
    String path = "";
    for (String key : keys) {
      String at = path;
      node = node.flatMap(parent -> fields.object(parent, key, at));
      path = path.isEmpty() ? key : path + "." + key;
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    String at = path;
    return node.flatMap(
        pod ->
            fields
                .object(pod, "spec", at)
                .map(
                    spec ->
                        new PodReader(fields)
                            .pod(spec, prefix + "spec", labels(pod, at, prefix, fields))));
  }

  private static Map<String, String> labels(
      JsonNode pod, String path, String prefix, FieldReader fields) {
    return fields
        .object(pod, "metadata", path)
        .map(metadata -> fields.textMap(metadata, "labels", prefix + "metadata"))
        .orElse(Map.of());
  }

  private PodFacts pod(JsonNode spec, String at, Map<String, String> labels) {
    for (String list : CONTAINER_LISTS) {
      fields.objects(spec, list, at, this::container);
    }
    fields.objects(
        spec,
        "volumes",
        at,
        (volume, where) -> volumes.add(VolumeReader.read(volume, where, fields)));
    fields.objects(
        spec,
        "imagePullSecrets",
        at,
        (secret, where) ->
            fields
                .name(secret, "name", where)
                .ifPresent(name -> pullSecrets.add(new Named(name, where + ".name"))));
    var account = fields.name(spec, "serviceAccountName", at);
    var oldAccount = fields.name(spec, "serviceAccount", at); // the name before it was deprecated
    return new PodFacts(
        account.or(() -> oldAccount).orElse("default"),
        labels,
        containers,
        volumes,
        pullSecrets,
        fields.flag(spec, "automountServiceAccountToken", at),
        at);
  }

  private void container(JsonNode container, String at) {
    var env = new ArrayList<EnvSecret>();
    var mounts = new ArrayList<Mount>();
    fields.objects(container, "env", at, (variable, where) -> env(variable, where, env));
    fields.objects(container, "envFrom", at, (source, where) -> envFrom(source, where, env));
    fields.objects(container, "volumeMounts", at, (mount, where) -> mount(mount, where, mounts));
    containers.add(
        new Container(
            fields.text(container, "name", at).orElse(""),
            fields.text(container, "image", at).orElse(""),
            env,
            mounts));
  }

  private void env(JsonNode variable, String at, List<EnvSecret> into) {
    String where = at + ".valueFrom.secretKeyRef";
    var name = fields.text(variable, "name", at).orElse("");
    fields
        .object(variable, "valueFrom", at)
        .flatMap(source -> fields.object(source, "secretKeyRef", at + ".valueFrom"))
        .ifPresent(
            ref ->
                into.addAll(
                    secret(ref, where, SecretChannel.ENV, name, fields.name(ref, "key", where))));
  }

  private void envFrom(JsonNode source, String at, List<EnvSecret> into) {
    String where = at + ".secretRef";
    fields
        .object(source, "secretRef", at)
        .ifPresent(
            ref -> into.addAll(secret(ref, where, SecretChannel.ENV_FROM, "", Optional.empty())));
  }

  private List<EnvSecret> secret(
      JsonNode ref, String at, SecretChannel channel, String variable, Optional<String> key) {
    boolean optional = fields.flag(ref, "optional", at).orElse(false);
    return fields.name(ref, "name", at).stream()
        .map(name -> new EnvSecret(channel, name, variable, key, optional, at + ".name"))
        .toList();
  }

  private void mount(JsonNode mount, String at, List<Mount> into) {
    into.add(
        new Mount(
            fields.text(mount, "name", at).orElse(""),
            fields.text(mount, "mountPath", at).orElse(""),
            fields.flag(mount, "readOnly", at).orElse(false),
            at));
  }
}
