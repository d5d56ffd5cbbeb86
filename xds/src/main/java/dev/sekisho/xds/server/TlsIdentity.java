package dev.sekisho.xds.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/**
 * The TLS port's key material, replaceable in place: new handshakes see the new one, connections
 * that stand go on. A client may show a certificate; if it does, one of the roots must have signed
 * it.
 */
final class TlsIdentity {
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;

  TlsIdentity(XdsKeyMaterial material) {
    try {
      // Clients have no host name to verify; whom they claim to be is checked on the stream.
      trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
    reload(material);
  }

  void reload(XdsKeyMaterial material) {
    try {
      trust.updateTrustCredentials(material.clientRoots().toArray(X509Certificate[]::new));
      keys.updateIdentityCredentials(
          material.chain().toArray(X509Certificate[]::new), material.key());
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  ServerCredentials credentials() {
    return TlsServerCredentials.newBuilder()
        .keyManager(keys)
        .trustManager(trust)
        .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
        .build();
  }

  private static XdsServerException unusable(Exception cause) {
    return new XdsServerException(
        XdsServerException.Reason.KEY_MATERIAL,
        "the xDS port can't use its certificates: " + cause.getMessage(),
        cause);
  }
}
