package dev.sekisho.controlplane.serve;

import dev.sekisho.webhook.inject.InjectionSettings;

/**
 * How sidecars are put into Pods.
 *
 * @param xdsHost where they find the control plane: a DNS name or an IP address that its
 *     certificate names
 * @param xdsPort 1 to 65535
 */
public record SidecarSettings(InjectionSettings injection, String xdsHost, int xdsPort) {

  private static final int XDS_PORT = 15012;

  /** Those of a control plane without any configuration. */
  static SidecarSettings defaults(String ownNamespace) {
    return new SidecarSettings(
        InjectionSettings.defaults("development", ownNamespace),
        "sekisho." + ownNamespace + ".svc",
        XDS_PORT);
  }
}
