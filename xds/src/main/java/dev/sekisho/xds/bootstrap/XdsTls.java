package dev.sekisho.xds.bootstrap;

import java.util.Optional;

/**
 * TLS on the xDS connection, from files on the machine where the proxy runs, all as absolute paths.
 *
 * @param caFile the roots that the server's certificate is checked against, PEM
 * @param credential how the proxy shows who it is
 * @param secretsFolder where {@link BootstrapWriter#secretFiles} will lie: the proxy then takes up
 *     renewed files at once; empty: it reads them at its start only, which a token doesn't allow
 */
public record XdsTls(String caFile, XdsCredential credential, Optional<String> secretsFolder) {

  /**
   * @throws IllegalArgumentException for a token that would be read once: it expires within hours
   */
  public XdsTls {
    if (credential instanceof XdsCredential.Token && secretsFolder.isEmpty()) {
      throw new IllegalArgumentException("a token has to be watched: it needs a secrets folder");
    }
  }
}
