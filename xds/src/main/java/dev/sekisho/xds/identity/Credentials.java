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

  private static final String SCHEME = "Bearer ";

  /**
   * The token in an {@code authorization} header, if it is one of that scheme: RFC 6750 2.1; the
   * scheme's case doesn't matter, by RFC 9110 11.1.
   */
  public static Optional<String> bearer(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

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
