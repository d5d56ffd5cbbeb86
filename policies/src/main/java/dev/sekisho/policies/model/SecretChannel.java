package dev.sekisho.policies.model;

/** A way in which an object gets at a Secret. */
public enum SecretChannel {
  /** {@code volumes[].secret}. */
  VOLUME("volume"),
  /** {@code volumes[].projected.sources[].secret}. */
  PROJECTED("projected"),
  /** {@code env[].valueFrom.secretKeyRef}. */
  ENV("env"),
  /** {@code envFrom[].secretRef}. */
  ENV_FROM("envFrom"),
  /** The registry credentials of a Pod, its own or those of its ServiceAccount. */
  IMAGE_PULL_SECRETS("imagePullSecrets"),
  /** A Secret that the Secrets Store CSI driver makes of a SecretProviderClass. */
  CSI("csi"),
  /** {@code volumes[].csi.nodePublishSecretRef}: what a CSI driver is given to mount by. */
  CSI_NODE_PUBLISH("csiNodePublish"),
  /** The Secret references of the volume types that are older than CSI. */
  LEGACY_VOLUME("legacyVolume"),
  /** {@code secrets} and {@code imagePullSecrets} of a ServiceAccount. */
  SERVICE_ACCOUNT("serviceAccount"),
  /** {@code tls[].secretName} of an Ingress. */
  INGRESS_TLS("ingressTls"),
  /** {@code credentialName} of an Istio Gateway, {@code certificateRefs} of a Gateway API one. */
  GATEWAY_CREDENTIAL("gatewayCredential"),
  /** The Secret that an ExternalSecret writes. */
  EXTERNAL_SECRET("externalSecret"),
  /** What a StorageClass or a PersistentVolume gives a volume's driver. */
  STORAGE("storage"),
  /** The right to read Secrets, given by a Role or a ClusterRole. */
  RBAC("rbac");

  private final String word;

  SecretChannel(String word) {
    this.word = word;
  }

  /** As a policy has it under {@code via}. */
  public String word() {
    return word;
  }
}
