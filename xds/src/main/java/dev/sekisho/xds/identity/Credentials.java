package dev.sekisho.xds.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a client of the TLS port showed. Prints nothing of it.
 *
 * @param bearerToken of the {@code authorization} header, without {@code Bearer }; at most 16 KiB
 * @param clientChain the certificates of the TLS handshake, leaf first, which a trusted root has
 *     signed; empty if the client showed none
 */
public record Credentials(Optional<String> bearerToken, List<X509Certificate> clientChain) {

  /** Copies the list. */
  public Credentials {
    clientChain = List.copyOf(clientChain);
  }

  @Override
  public String toString() {
    return "Credentials[token %s, %d certificates]"
        .formatted(bearerToken.isPresent() ? "redacted" : "absent", clientChain.size());
  }
}
