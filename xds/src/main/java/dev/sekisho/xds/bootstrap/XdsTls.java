package dev.sekisho.xds.bootstrap;

import java.util.Optional;

/**
 * The proxy's own files for TLS on the xDS connection, all PEM, as absolute paths on the machine
 * where the proxy runs.
 *
 * @param secretsFolder where {@link BootstrapWriter#secretFiles} will lie: the proxy then takes up
 *     renewed files at once; empty: it reads them at its start only
 */
public record XdsTls(
    String caFile, String clientCertFile, String clientKeyFile, Optional<String> secretsFolder) {}
