package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.SecretChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Pod, or the template of one, says of Secrets and of the node.
 *
 * @param serviceAccount {@code default} where none is named
 * @param containers of all three kinds, ephemeral ones too
 * @param automount whether it wants a token of its ServiceAccount, if it says so
 * @param specPath field path of the Pod's spec
 */
record PodFacts(
    String serviceAccount,
    Map<String, String> labels,
    List<Container> containers,
    List<Volume> volumes,
    List<Named> pullSecrets,
    Optional<Boolean> automount,
    String specPath) {

  PodFacts {
    labels = Map.copyOf(labels);
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** A name and where it stands. */
  record Named(String name, String fieldPath) {}

  record Container(String name, String image, List<EnvSecret> env, List<Mount> mounts) {
    Container {
      env = List.copyOf(env);
      mounts = List.copyOf(mounts);
    }

    boolean mounts(Volume volume) {
      return mounts.stream().anyMatch(mount -> mount.volume().equals(volume.name()));
    }
  }

  /**
   * @param channel ENV or ENV_FROM
   * @param variable empty for ENV_FROM
   * @param key absent for ENV_FROM
   * @param optional whether the container starts without it
   */
  record EnvSecret(
      SecretChannel channel,
      String secret,
      String variable,
      Optional<String> key,
      boolean optional,
      String fieldPath) {}

  /**
   * @param path as written
   */
  record Mount(String volume, String path, boolean readOnly, String fieldPath) {}

  /**
   * @param hostPath as written
   * @param store what the Secrets Store CSI driver shall mount
   */
  record Volume(
      String name,
      List<VolumeSecret> secrets,
      Optional<Named> hostPath,
      Optional<Store> store,
      String fieldPath) {
    Volume {
      secrets = List.copyOf(secrets);
    }

    /** Whether who mounts this reads Secrets in it. */
    boolean showsSecrets() {
      return store.isPresent()
          || secrets.stream()
              .anyMatch(
                  s ->
                      s.channel() == SecretChannel.VOLUME
                          || s.channel() == SecretChannel.PROJECTED);
    }
  }

  record VolumeSecret(SecretChannel channel, String secret, String fieldPath) {}

  /**
   * @param providerClass empty where none is named
   */
  record Store(String providerClass, boolean readOnly, String fieldPath) {}
}
