package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code automountServiceAccountToken: set}: a Pod that doesn't say that it wants a token gets
 * none. The API server's own plugin has mounted it before any webhook is asked, so that this mount
 * has to go as well.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller">
 *     ServiceAccount admission controller</a>
 */
final class ServiceAccountToken {

  private static final String AUTOMOUNT = "automountServiceAccountToken";

  /** What the plugin calls its volume, before five characters of chance. */
  private static final String VOLUME = "kube-api-access-";

  private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private ServiceAccountToken() {}

  static void unmount(PodTree pod) {
    pod.spec()
        .filter(spec -> spec.path(AUTOMOUNT).isMissingNode() || spec.path(AUTOMOUNT).isNull())
        .ifPresent(
            spec -> {
              spec.put(AUTOMOUNT, false);
              removeMounted(pod);
            });
  }

  private static void removeMounted(PodTree pod) {
    Set<String> volumes =
        pod.volumes()
            .filter(ServiceAccountToken::isPlugins)
            .map(ServiceAccountToken::name)
            .collect(Collectors.toSet());
    pod.containers()
        .forEach(
            container ->
                PodTree.removeMounts(
                    container,
                    mount ->
                        volumes.contains(name(mount))
                            && mount.path("mountPath").asText().equals(MOUNT_PATH)));
    // One that is mounted elsewhere too is somebody's own.
    Set<String> used =
        pod.containers()
            .flatMap(PodTree::mounts)
            .map(ServiceAccountToken::name)
            .collect(Collectors.toSet());
    pod.removeVolumes(v -> volumes.contains(name(v)) && !used.contains(name(v)));
  }

  private static boolean isPlugins(ObjectNode volume) {
    return name(volume).startsWith(VOLUME)
        && volume
            .path("projected")
            .path("sources")
            .valueStream()
            .anyMatch(source -> source.path("serviceAccountToken").isObject());
  }

  private static String name(ObjectNode node) {
    return node.path("name").asText();
  }
}
