package dev.sekisho.webhook.server;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param authorityPem certificates of which one must have signed the client's; empty: clients need
 *     none
 * @param networks of which one must have the client's address; empty: any
 */
public record ClientAccess(Optional<String> authorityPem, List<ClientNetwork> networks) {

  /** Everybody. */
  public static final ClientAccess ANY = new ClientAccess(Optional.empty(), List.of());

  public ClientAccess {
    networks = List.copyOf(networks);
  }

  /** Whether a client from there may go on. */
  boolean admits(Optional<SocketAddress> from) {
    if (networks.isEmpty()) {
      return true;
    }
    var address = from.map(SocketAddress::hostAddress).map(InetAddress::ofLiteral);
    return networks.stream().anyMatch(n -> address.filter(n::contains).isPresent());
  }
}
