package dev.sekisho.webhook.server;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses, as CIDR notation writes it (RFC 4632, RFC 4291).
 *
 * @param bits how many leading bits of an address count
 */
public record ClientNetwork(InetAddress address, int bits) {

  /** A network, {@code 10.0.0.0/8}, or one address; empty for any other text. */
  public static Optional<ClientNetwork> parse(String text) {
    int slash = text.indexOf('/');
    try {
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int longest = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? longest : Integer.parseUnsignedInt(text.substring(slash + 1));
      return bits < 0 || bits > longest
          ? Optional.empty()
          : Optional.of(new ClientNetwork(address, bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the address is in it. IPv4 and IPv6 have nothing in common. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] others = other.getAddress();
    int ignored = mine.length * Byte.SIZE - bits;
    return mine.length == others.length
        && new BigInteger(1, mine)
            .shiftRight(ignored)
            .equals(new BigInteger(1, others).shiftRight(ignored));
  }
}
