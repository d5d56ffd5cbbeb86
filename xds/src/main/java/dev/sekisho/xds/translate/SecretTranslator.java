package dev.sekisho.xds.translate;

import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.TlsCertificate;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/** Certificates with their keys. The result is as secret as its input: never print it. */
final class SecretTranslator {

  Secret translate(SecretKey key, TlsCertificate certificate) {
    return Secret.newBuilder()
        .setName(ResourceNames.secret(key))
        .setTlsCertificate(
            io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate.newBuilder()
                .setCertificateChain(inline(certificate.chainPem()))
                .setPrivateKey(inline(certificate.keyPem())))
        .build();
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineString(pem).build();
  }
}
