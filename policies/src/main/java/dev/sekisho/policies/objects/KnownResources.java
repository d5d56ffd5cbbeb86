package dev.sekisho.policies.objects;

import java.util.Locale;
import java.util.Set;

/**
 * What the API server's discovery would tell of a kind, for objects that come from files: the name
 * of its resource, and whether it has a namespace. Custom kinds get the name that nearly all have.
 */
public final class KnownResources {

  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "Namespace",
          "Node",
          "PersistentVolume",
          "StorageClass.storage.k8s.io",
          "VolumeAttachment.storage.k8s.io",
          "CSIDriver.storage.k8s.io",
          "CSINode.storage.k8s.io",
          "IngressClass.networking.k8s.io",
          "ClusterRole.rbac.authorization.k8s.io",
          "ClusterRoleBinding.rbac.authorization.k8s.io",
          "PriorityClass.scheduling.k8s.io",
          "RuntimeClass.node.k8s.io",
          "APIService.apiregistration.k8s.io",
          "CustomResourceDefinition.apiextensions.k8s.io",
          "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
          "MutatingWebhookConfiguration.admissionregistration.k8s.io",
          "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
          "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
          "MutatingAdmissionPolicy.admissionregistration.k8s.io",
          "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io",
          "FlowSchema.flowcontrol.apiserver.k8s.io",
          "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
          "CertificateSigningRequest.certificates.k8s.io",
          "ClusterTrustBundle.certificates.k8s.io",
          "GatewayClass.gateway.networking.k8s.io",
          "ClusterIssuer.cert-manager.io",
          "ClusterSecretStore.external-secrets.io",
          "ClusterExternalSecret.external-secrets.io",
          "PodSecurityPolicy.policy");

  private KnownResources() {}

  /** The resource of a kind. */
  public static GroupVersionResource resource(GroupVersionKind kind) {
    return new GroupVersionResource(
        kind.group(), kind.version(), pluralKind(kind.kind()).toLowerCase(Locale.ROOT));
  }

  /** Whether objects of the kind have no namespace. */
  public static boolean isClusterScoped(GroupVersionKind kind) {
    return CLUSTER_SCOPED.contains(
        kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group());
  }

  /** Several objects of a kind, as people write it: {@code Ingresses}. */
  public static String pluralKind(String kind) {
    if (kind.equals("Endpoints")) {
      return kind;
    }
    if (kind.matches(".*(s|x|z|ch|sh)")) {
      return kind + "es";
    }
    return kind.matches(".*[^aeiou]y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }
}
