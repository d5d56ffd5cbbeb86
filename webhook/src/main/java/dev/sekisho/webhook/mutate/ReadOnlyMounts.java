package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code mounts.readOnly: set}: nobody writes to where Secrets are mounted. */
final class ReadOnlyMounts {

  private static final String NAME = "name";
  private static final String READ_ONLY = "readOnly";

  private ReadOnlyMounts() {}

  /** Sets it on mounts of volumes that hold Secrets, and on CSI volumes of the secrets store. */
  static void set(PodTree pod) {
    pod.volumes()
        .filter(ProviderClassVolume::isSecretsStore)
        .flatMap(volume -> PodTree.object(volume, "csi").stream())
        .forEach(csi -> csi.put(READ_ONLY, true));
    var volumes = secretVolumes(pod);
    pod.containers().forEach(container -> set(container, volumes));
  }

  /** The same for the ephemeral containers that aren't in {@code old}; the others can't change. */
  static void setInAddedEphemeralContainers(PodTree pod, JsonNode old) {
    var there = new HashSet<JsonNode>();
    old.path("spec").path("ephemeralContainers").forEach(c -> there.add(c.path(NAME)));
    var volumes = secretVolumes(pod);
    pod.ephemeralContainers()
        .filter(container -> !there.contains(container.path(NAME)))
        .forEach(container -> set(container, volumes));
  }

  private static void set(ObjectNode container, Set<String> volumes) {
    PodTree.mounts(container)
        .filter(mount -> volumes.contains(mount.path(NAME).asText()))
        .forEach(mount -> mount.put(READ_ONLY, true));
  }

  private static Set<String> secretVolumes(PodTree pod) {
    return pod.volumes()
        .filter(ReadOnlyMounts::holdsSecrets)
        .map(volume -> volume.path(NAME).asText())
        .collect(Collectors.toSet());
  }

  private static boolean holdsSecrets(ObjectNode volume) {
    return volume.path("secret").isObject()
        || ProviderClassVolume.isSecretsStore(volume)
        || volume
            .path("projected")
            .path("sources")
            .valueStream()
            .anyMatch(source -> source.path("secret").isObject());
  }
}
