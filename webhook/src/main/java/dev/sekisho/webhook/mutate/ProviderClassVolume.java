package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.Violation;
import java.util.Optional;

/**
 * {@code providerClasses.csi: inject}: the volume of a SecretProviderClass for a Pod that asks for
 * it by annotation, mounted in each of its containers.
 *
 * @see <a href="https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage">Secrets Store
 *     CSI driver</a>
 */
final class ProviderClassVolume {

  private static final String DRIVER = "secrets-store.csi.k8s.io";

  /** No other volume may have this name: one that has it is taken for ours. */
  private static final String VOLUME = "sekisho-secrets-store";

  private ProviderClassVolume() {}

  static boolean isSecretsStore(ObjectNode volume) {
    return volume.path("csi").path("driver").asText().equals(DRIVER);
  }

  /**
   * Adds what the annotation asks for and takes away what it asks for no longer.
   *
   * @param policy that permits it
   * @return what is wrong with the annotation, if something is
   */
  static Optional<Violation> put(PodTree pod, Policy policy) {
    var annotation = pod.annotation(ProviderClassAnnotation.KEY);
    if (annotation.isEmpty()) {
      pod.containers().forEach(ProviderClassVolume::removeMounts);
      pod.removeVolumes(ProviderClassVolume::isOwn);
      return Optional.empty();
    }
    var wanted = ProviderClassAnnotation.parse(annotation.get());
    wanted.ifPresent(asked -> put(pod, asked));
    return wanted.isPresent() ? Optional.empty() : Optional.of(invalid(policy));
  }

  private static void put(PodTree pod, ProviderClassAnnotation asked) {
    pod.putVolume(ProviderClassVolume::isOwn, volume(asked.name()));
    pod.containers().forEach(container -> mount(container, asked.mountPath()));
  }

  private static void mount(ObjectNode container, String path) {
    boolean taken =
        PodTree.mounts(container)
            .anyMatch(m -> !isOwn(m) && m.path("mountPath").asText().equals(path));
    if (taken) {
      removeMounts(container); // two mounts at one path would be refused
    } else {
      PodTree.putMount(
          container,
          ProviderClassVolume::isOwn,
          JsonNodeFactory.instance
              .objectNode()
              .put("name", VOLUME)
              .put("mountPath", path)
              .put("readOnly", true));
    }
  }

  private static void removeMounts(ObjectNode container) {
    PodTree.removeMounts(container, ProviderClassVolume::isOwn);
  }

  private static boolean isOwn(ObjectNode volumeOrMount) {
    return volumeOrMount.path("name").asText().equals(VOLUME);
  }

  private static ObjectNode volume(String providerClass) {
    var volume = JsonNodeFactory.instance.objectNode().put("name", VOLUME);
    volume
        .putObject("csi")
        .put("driver", DRIVER)
        .put("readOnly", true)
        .putObject("volumeAttributes")
        .put("secretProviderClass", providerClass);
    return volume;
  }

  private static Violation invalid(Policy policy) {
    return new Violation(
        policy.id().toString(),
        "secrets.providerClasses.csi",
        "metadata.annotations." + ProviderClassAnnotation.KEY,
        "invalid pod annotation \"%s\" (expected: NAME or NAME:/MOUNT/PATH)"
            .formatted(ProviderClassAnnotation.KEY),
        policy.enforcement());
  }
}
