package dev.sekisho.policies.secrets;

import dev.sekisho.policies.secrets.PodFacts.Container;
import dev.sekisho.policies.secrets.PodFacts.Mount;
import dev.sekisho.policies.secrets.PodFacts.Volume;
import java.util.regex.Pattern;

/**
 * The Secrets that servers before Kubernetes 1.24 make for the tokens of ServiceAccounts and add to
 * Pods: the platform's own, like the projected tokens of today.
 */
final class LegacyToken {

  private static final String MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String INFIX = "-token-";
  private static final Pattern GENERATED = Pattern.compile("[a-z0-9]{5}");

  private LegacyToken() {}

  /** Whether the platform names the token of that ServiceAccount so. */
  static boolean isNameOf(String secret, String serviceAccount) {
    String prefix = serviceAccount + INFIX;
    return !serviceAccount.isEmpty()
        && secret.startsWith(prefix)
        && GENERATED.matcher(secret.substring(prefix.length())).matches();
  }

  /** Whether the platform added this volume to the Pod: anybody can name a Secret like a token. */
  static boolean isAdded(
      Volume volume, String secret, PodFacts pod, String namespace, SecretLookup lookup) {
    return isNameOf(secret, pod.serviceAccount())
        && pod.containers().stream().allMatch(c -> onlyAsToken(c, volume))
        && lookup
            .serviceAccount(namespace, pod.serviceAccount())
            .filter(account -> account.secrets().contains(secret))
            .isPresent();
  }

  private static boolean onlyAsToken(Container container, Volume volume) {
    return container.mounts().stream()
        .filter(mount -> mount.volume().equals(volume.name()))
        .map(Mount::path)
        .allMatch(MOUNT::equals);
  }
}
