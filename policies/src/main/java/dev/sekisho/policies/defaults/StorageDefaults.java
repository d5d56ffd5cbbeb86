package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of volumes, claims and classes. */
final class StorageDefaults {

  private static final String FILESYSTEM = "Filesystem";

  private StorageDefaults() {}

  static void fill(String kind, ObjectNode object) {
    switch (kind) {
      case "PersistentVolumeClaim" ->
          object(object, "spec").ifPresent(spec -> text(spec, "volumeMode", FILESYSTEM));
      case "PersistentVolume" -> object(object, "spec").ifPresent(StorageDefaults::volume);
      case "StorageClass" -> {
        text(object, "reclaimPolicy", "Delete");
        text(object, "volumeBindingMode", "Immediate");
      }
      default -> {
        // No defaults.
      }
    }
  }

  /** A claim template of a StatefulSet. */
  static void claim(ObjectNode template) {
    text(template, "apiVersion", "v1");
    text(template, "kind", "PersistentVolumeClaim");
    object(template, "spec").ifPresent(spec -> text(spec, "volumeMode", FILESYSTEM));
    Fields.orNew(template, "status").ifPresent(status -> text(status, "phase", "Pending"));
  }

  private static void volume(ObjectNode spec) {
    text(spec, "persistentVolumeReclaimPolicy", "Retain");
    text(spec, "volumeMode", FILESYSTEM);
    VolumeDefaults.fill(spec);
  }
}
