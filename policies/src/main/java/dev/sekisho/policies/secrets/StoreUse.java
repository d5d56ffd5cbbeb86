package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.secrets.PodFacts.Container;
import dev.sekisho.policies.secrets.PodFacts.EnvSecret;
import dev.sekisho.policies.secrets.PodFacts.Volume;
import dev.sekisho.policies.secrets.SecretRequest.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The mistakes of a Pod with SecretProviderClasses. The driver makes the Secrets of a class when a
 * container of some Pod mounts it, and not before.
 */
final class StoreUse {

  private final PodFacts pod;
  private final List<SecretProviderClass> classes;
  private final List<Finding> findings = new ArrayList<>();

  private StoreUse(PodFacts pod, List<SecretProviderClass> classes) {
    this.pod = pod;
    this.classes = classes;
  }

  /** Nothing is found as long as the cluster's classes aren't known. */
  static List<Finding> findings(PodFacts pod, String namespace, SecretLookup lookup) {
    return lookup
        .providerClasses(namespace)
        .map(
            classes -> {
              var use = new StoreUse(pod, classes);
              pod.volumes().forEach(use::volume);
              pod.containers().forEach(use::environment);
              return List.copyOf(use.findings);
            })
        .orElse(List.of());
  }

  private void volume(Volume volume) {
    volume
        .store()
        .filter(store -> classes.stream().noneMatch(c -> c.name().equals(store.providerClass())))
        .ifPresent(
            store ->
                findings.add(
                    new Finding(
                        providerClass(store.providerClass())
                            + " (volume "
                            + volume.name()
                            + ": there is none of this name, yet)",
                        store.fieldPath(),
                        true)));
  }

  private void environment(Container container) {
    for (EnvSecret env : container.env()) {
      var making = classes.stream().filter(c -> c.making(env.secret()).isPresent()).toList();
      if (making.isEmpty() || env.optional()) {
        continue;
      }
      var mounted = making.stream().filter(c -> mounted().contains(c.name())).toList();
      if (mounted.isEmpty()) {
        add(
            container,
            env,
            "made by secret provider class "
                + making.getFirst().name()
                + ", which no container"
                + " mounts");
      } else {
        env.key()
            .filter(key -> mounted.stream().noneMatch(c -> makes(c, env.secret(), key)))
            .ifPresent(
                key ->
                    add(
                        container,
                        env,
                        "secret provider class "
                            + mounted.getFirst().name()
                            + " makes no key \""
                            + key
                            + "\""));
      }
    }
  }

  private static boolean makes(SecretProviderClass from, String secret, String key) {
    return from.secretObjects().stream()
        .filter(made -> made.secretName().equals(secret))
        .flatMap(made -> made.data().stream())
        .anyMatch(item -> item.key().equals(key));
  }

  /** The classes that a container mounts. */
  private Set<String> mounted() {
    var names = new HashSet<String>();
    for (Volume volume : pod.volumes()) {
      volume
          .store()
          .filter(store -> pod.containers().stream().anyMatch(c -> c.mounts(volume)))
          .ifPresent(store -> names.add(store.providerClass()));
    }
    return names;
  }

  private void add(Container container, EnvSecret env, String reason) {
    var where = env.channel() == SecretChannel.ENV ? "env " + env.variable() : "envFrom";
    findings.add(
        new Finding(
            "secret \""
                + env.secret()
                + "\" (container "
                + container.name()
                + ", "
                + where
                + ": "
                + reason
                + ")",
            env.fieldPath(),
            false));
  }

  private static String providerClass(String name) {
    return "secret provider class \"" + name + "\"";
  }
}
