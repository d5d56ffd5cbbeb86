package dev.sekisho.xds.server;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the TLS port needs. Prints subjects only.
 *
 * @param chain the server's certificate, then its issuers
 * @param key the certificate's key
 * @param clientRoots who must have issued the clients' certificates; at least one
 */
public record XdsKeyMaterial(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientRoots) {

  /** Copies the lists, which must not be empty. */
  public XdsKeyMaterial {
    chain = List.copyOf(chain);
    clientRoots = List.copyOf(clientRoots);
    if (chain.isEmpty() || clientRoots.isEmpty()) {
      throw new IllegalArgumentException(
          "key material: %d certificates, %d client roots (expected: >= 1 of each)"
              .formatted(chain.size(), clientRoots.size()));
    }
  }

  @Override
  public String toString() {
    return "XdsKeyMaterial[%s, key redacted]"
        .formatted(chain.getFirst().getSubjectX500Principal().getName());
  }
}
