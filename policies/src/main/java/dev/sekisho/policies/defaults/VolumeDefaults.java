package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.flag;
import static dev.sekisho.policies.defaults.Fields.number;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Defaults of a Pod's volume. */
final class VolumeDefaults {

  /** Octal 0644. */
  private static final int READABLE = 420;

  private static final List<String> WITH_MODE =
      List.of("secret", "configMap", "downwardAPI", "projected");

  private VolumeDefaults() {}

  static void fill(ObjectNode volume) {
    if (volume.size() == 1 && volume.has("name")) {
      volume.putObject("emptyDir");
    }
    WITH_MODE.forEach(
        name -> object(volume, name).ifPresent(source -> number(source, "defaultMode", READABLE)));
    object(volume, "downwardAPI").ifPresent(VolumeDefaults::downward);
    object(volume, "projected")
        .ifPresent(projected -> each(projected, "sources", VolumeDefaults::projection));
    object(volume, "hostPath")
        .filter(path -> Fields.absent(path, "type"))
        .ifPresent(path -> path.put("type", ""));
    object(volume, "iscsi").ifPresent(iscsi -> text(iscsi, "iscsiInterface", "default"));
    object(volume, "azureDisk").ifPresent(VolumeDefaults::azureDisk);
    object(volume, "rbd").ifPresent(VolumeDefaults::rbd);
    object(volume, "scaleIO")
        .ifPresent(
            scale -> {
              text(scale, "storageMode", "ThinProvisioned");
              text(scale, "fsType", "xfs");
            });
    object(volume, "ephemeral")
        .flatMap(ephemeral -> object(ephemeral, "volumeClaimTemplate"))
        .flatMap(template -> object(template, "spec"))
        .ifPresent(spec -> text(spec, "volumeMode", "Filesystem"));
  }

  private static void projection(ObjectNode source) {
    object(source, "serviceAccountToken")
        .ifPresent(token -> number(token, "expirationSeconds", 3600));
    object(source, "downwardAPI").ifPresent(VolumeDefaults::downward);
  }

  private static void downward(ObjectNode source) {
    each(
        source,
        "items",
        item -> object(item, "fieldRef").ifPresent(field -> text(field, "apiVersion", "v1")));
  }

  private static void azureDisk(ObjectNode disk) {
    text(disk, "cachingMode", "ReadWrite");
    text(disk, "kind", "Shared");
    text(disk, "fsType", "ext4");
    flag(disk, "readOnly", false);
  }

  private static void rbd(ObjectNode rbd) {
    text(rbd, "pool", "rbd");
    text(rbd, "user", "admin");
    text(rbd, "keyring", "/etc/ceph/keyring");
  }
}
