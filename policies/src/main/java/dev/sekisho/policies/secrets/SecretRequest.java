package dev.sekisho.policies.secrets;

import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.secrets.PodFacts.Named;
import java.util.List;
import java.util.Optional;

/**
 * What an object asks for, before anybody says yes.
 *
 * @param kindWord the kind as messages have it, {@code deployment}
 * @param providerClasses the SecretProviderClasses that are used
 * @param findings mistakes in their use
 * @param token where a token of the ServiceAccount is asked for, or not refused
 * @param definition the object itself, if it is a SecretProviderClass
 */
record SecretRequest(
    String kindWord,
    List<SecretReference> references,
    List<SecretMount> mounts,
    List<HostPathUse> hostPaths,
    List<Named> providerClasses,
    List<Finding> findings,
    Optional<String> token,
    Optional<SecretProviderClass> definition,
    List<FieldProblem> unreadable) {

  SecretRequest {
    references = List.copyOf(references);
    mounts = List.copyOf(mounts);
    hostPaths = List.copyOf(hostPaths);
    providerClasses = List.copyOf(providerClasses);
    findings = List.copyOf(findings);
    unreadable = List.copyOf(unreadable);
  }

  /** Of an object that makes no Pods. */
  static SecretRequest of(
      String kindWord, List<SecretReference> references, List<FieldProblem> unreadable) {
    return new SecretRequest(
        kindWord,
        references,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        unreadable);
  }

  /**
   * A place where Secrets are to be seen: a mount in a container, or a CSI volume as a whole.
   *
   * @param subject {@code mount "/etc/db"}
   * @param where {@code container api, volume creds}
   * @param path normalised; absent for a volume
   * @param store whether the Secrets Store CSI driver provides it
   */
  record SecretMount(
      String subject,
      String where,
      Optional<String> path,
      boolean readOnly,
      boolean store,
      String fieldPath) {}

  /**
   * A path of the node that is mounted.
   *
   * @param path normalised
   * @param where {@code container api, volume logs}
   */
  record HostPathUse(String path, String where, Users users, String fieldPath) {}

  /**
   * A mistake with SecretProviderClasses.
   *
   * @param message without {@code invalid} and the kind
   * @param mayCome whether what is missing may still come, so that it is worth a warning only
   */
  record Finding(String message, String fieldPath, boolean mayCome) {}
}
