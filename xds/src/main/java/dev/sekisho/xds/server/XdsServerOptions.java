package dev.sekisho.xds.server;

import java.util.OptionalInt;

/**
 * Where to listen.
 *
 * @param tlsHost the address that the TLS port is bound to
 * @param tlsPort 0 picks a free one
 * @param plaintextPort on 127.0.0.1, 0 picks a free one; empty for no plaintext port
 * @param limits what clients may cost
 */
public record XdsServerOptions(
    String tlsHost, int tlsPort, OptionalInt plaintextPort, XdsLimits limits) {

  /** The port of xDS over TLS. */
  public static final int DEFAULT_TLS_PORT = 15012;

  /** The port of plaintext xDS. */
  public static final int DEFAULT_PLAINTEXT_PORT = 15010;

  /** TLS on all addresses at 15012, no plaintext port, default limits. */
  public static XdsServerOptions defaults() {
    return new XdsServerOptions(
        "0.0.0.0", DEFAULT_TLS_PORT, OptionalInt.empty(), XdsLimits.DEFAULT);
  }
}
