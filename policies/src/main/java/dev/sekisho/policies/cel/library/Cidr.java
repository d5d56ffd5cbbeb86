package dev.sekisho.policies.cel.library;

import java.util.regex.Pattern;

/**
 * A range of IP addresses.
 *
 * @param address as written, also with bits after the prefix
 * @param length of the prefix, in bits
 */
record Cidr(IpAddress address, int length) {

  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  static Cidr parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
      throw new IllegalArgumentException("not a CIDR: expected an address, a slash and a length");
    }
    var address = IpAddress.parse(text.substring(0, slash));
    int length = Integer.parseInt(text.substring(slash + 1));
    if (length > address.bits()) {
      throw new IllegalArgumentException("the prefix is longer than the address");
    }
    return new Cidr(address, length);
  }

  boolean contains(IpAddress other) {
    int rest = address.bits() - length;
    return address.bits() == other.bits()
        && address.value().shiftRight(rest).equals(other.value().shiftRight(rest));
  }

  boolean contains(Cidr other) {
    return length <= other.length && contains(other.address);
  }

  Cidr masked() {
    int rest = address.bits() - length;
    var network = address.value().shiftRight(rest).shiftLeft(rest);
    return new Cidr(new IpAddress(address.bits(), network), length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
