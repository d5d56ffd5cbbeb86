package dev.sekisho.controlplane.serve;

import java.util.OptionalInt;

/**
 * Where a control plane listens.
 *
 * @param host as it was configured
 */
public record Addresses(String host, int webhook, int xds, OptionalInt xdsPlaintext, int admin) {

  /** As the line says that a started process prints. */
  @Override
  public String toString() {
    return "webhook="
        + host
        + ":"
        + webhook
        + " xds="
        + host
        + ":"
        + xds
        + (xdsPlaintext.isPresent()
            ? " xds-plaintext=127.0.0.1:" + xdsPlaintext.getAsInt()
            : " xds-plaintext=off")
        + " admin="
        + host
        + ":"
        + admin;
  }
}
