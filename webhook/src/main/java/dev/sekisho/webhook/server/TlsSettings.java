package dev.sekisho.webhook.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * TLS as the server speaks it: 1.2 and 1.3 with forward secrecy and authenticated encryption only,
 * the recommended suites of RFC 9325. No ALPN, hence HTTP/1.1.
 */
final class TlsSettings {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsSettings() {}

  static PemKeyCertOptions key(ServingKeyPair pair) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(pair.certificateChainPem()))
        .addKeyValue(Buffer.buffer(pair.privateKeyPem()));
  }

  /** With the demand for a client's certificate, if there is one. */
  static ServerSSLOptions options(LoopShared shared, ServingKeyPair pair) {
    var options = options(pair, shared.limits().handshake());
    shared
        .clients()
        .authorityPem()
        .ifPresent(
            pem ->
                options
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
    return options;
  }

  static ServerSSLOptions options(ServingKeyPair pair, Duration handshake) {
    var options = new ServerSSLOptions();
    options
        .setKeyCertOptions(key(pair))
        .setUseAlpn(false)
        .setSslHandshakeTimeout(handshake.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(VERSIONS));
    SUITES.forEach(options::addEnabledCipherSuite);
    return options;
  }
}
