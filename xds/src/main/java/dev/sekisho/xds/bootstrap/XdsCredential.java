package dev.sekisho.xds.bootstrap;

/** How a proxy shows who it is, by files of absolute path. */
public sealed interface XdsCredential {

  /** By a certificate and its key, PEM. */
  record ClientCertificate(String certificateFile, String keyFile) implements XdsCredential {}

  /** By the token of a ServiceAccount, as kubelet projects and renews it. */
  record Token(String tokenFile) implements XdsCredential {}
}
