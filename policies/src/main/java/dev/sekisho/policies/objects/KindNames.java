package dev.sekisho.policies.objects;

import java.util.Set;

/**
 * How kinds are named in an {@link ObjectKey}: built-in ones plainly, {@code Ingress}; those of
 * custom resources with their group, {@code Gateway.networking.istio.io}, as kubectl takes them,
 * because two groups may have a kind of one name.
 */
final class KindNames {

  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io");

  private KindNames() {}

  /**
   * @param group empty for the core group
   */
  static String of(String group, String kind) {
    return BUILT_IN.contains(group) ? kind : kind + "." + group;
  }
}
