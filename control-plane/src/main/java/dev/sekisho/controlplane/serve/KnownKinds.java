package dev.sekisho.controlplane.serve;

import java.util.Set;

/**
 * The kinds that metrics tell apart. Anyone who reaches the webhook's port may name kinds, and a
 * label's values are kept for good.
 */
final class KnownKinds {

  private static final String OTHER = "other";

  private static final Set<String> KINDS =
      Set.of(
          "ClusterRole",
          "ConfigMap",
          "CronJob",
          "DaemonSet",
          "Deployment",
          "ExternalSecret",
          "GRPCRoute",
          "Gateway",
          "HTTPRoute",
          "Ingress",
          "Job",
          "Namespace",
          "PersistentVolume",
          "Pod",
          "PodTemplate",
          "ReplicaSet",
          "ReplicationController",
          "Role",
          "Rollout",
          "Route",
          "SecretProviderClass",
          "Service",
          "ServiceAccount",
          "ServiceEntry",
          "StatefulSet",
          "StorageClass",
          "TLSRoute",
          "VirtualService");

  private KnownKinds() {}

  /** The kind as a label. */
  static String label(String kind) {
    return KINDS.contains(kind) ? kind : OTHER;
  }
}
