package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.objects.FieldReader;
import dev.sekisho.policies.secrets.PodFacts.Named;
import dev.sekisho.policies.secrets.PodFacts.Store;
import dev.sekisho.policies.secrets.PodFacts.Volume;
import dev.sekisho.policies.secrets.PodFacts.VolumeSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one volume of a Pod. A projected {@code serviceAccountToken} is not a Secret. */
final class VolumeReader {

  static final String STORE_DRIVER = "secrets-store.csi.k8s.io";

  /** Volume types of which {@code secretRef} names a Secret. */
  static final List<String> WITH_SECRET_REF =
      List.of("cephfs", "cinder", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos");

  private final FieldReader fields;
  private final JsonNode volume;
  private final String at;
  private final List<VolumeSecret> secrets = new ArrayList<>();

  private VolumeReader(JsonNode volume, String at, FieldReader fields) {
    this.volume = volume;
    this.at = at;
    this.fields = fields;
  }

  static Volume read(JsonNode volume, String at, FieldReader fields) {
    return new VolumeReader(volume, at, fields).volume();
  }

  private Volume volume() {
    source("secret")
        .ifPresent(secret -> add(SecretChannel.VOLUME, secret, "secretName", at + ".secret"));
    source("projected")
        .ifPresent(
            projected ->
                fields.objects(projected, "sources", at + ".projected", this::projectedSource));
    source("azureFile")
        .ifPresent(file -> add(SecretChannel.LEGACY_VOLUME, file, "secretName", at + ".azureFile"));
    for (String type : WITH_SECRET_REF) {
      source(type).ifPresent(source -> ref(SecretChannel.LEGACY_VOLUME, source, "secretRef", type));
    }
    var csi = source("csi");
    csi.ifPresent(c -> ref(SecretChannel.CSI_NODE_PUBLISH, c, "nodePublishSecretRef", "csi"));
    return new Volume(
        fields.text(volume, "name", at).orElse(""),
        secrets,
        source("hostPath")
            .flatMap(path -> fields.name(path, "path", at + ".hostPath"))
            .map(path -> new Named(path, at + ".hostPath.path")),
        csi.flatMap(this::store),
        at);
  }

  private void projectedSource(JsonNode source, String where) {
    fields
        .object(source, "secret", where)
        .ifPresent(secret -> add(SecretChannel.PROJECTED, secret, "name", where + ".secret"));
  }

  private Optional<Store> store(JsonNode csi) {
    String where = at + ".csi";
    if (!fields.name(csi, "driver", where).equals(Optional.of(STORE_DRIVER))) {
      return Optional.empty();
    }
    var name =
        fields
            .object(csi, "volumeAttributes", where)
            .flatMap(a -> fields.name(a, "secretProviderClass", where + ".volumeAttributes"));
    return Optional.of(
        new Store(
            name.orElse(""),
            fields.flag(csi, "readOnly", where).orElse(false),
            where + ".volumeAttributes.secretProviderClass"));
  }

  private Optional<JsonNode> source(String type) {
    return fields.object(volume, type, at);
  }

  private void ref(SecretChannel channel, JsonNode source, String key, String type) {
    String where = at + "." + type;
    fields
        .object(source, key, where)
        .ifPresent(ref -> add(channel, ref, "name", where + "." + key));
  }

  private void add(SecretChannel channel, JsonNode node, String key, String where) {
    fields
        .name(node, key, where)
        .ifPresent(name -> secrets.add(new VolumeSecret(channel, name, where + "." + key)));
  }
}
