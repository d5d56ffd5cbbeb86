package dev.sekisho.policies.cel.library;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An IPv4 or IPv6 address; neither with a zone nor IPv4-mapped.
 *
 * @param bits 32 or 128
 * @param value the address as a number
 */
record IpAddress(int bits, BigInteger value) {

  static final int V4 = 32;
  static final int V6 = 128;

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  static IpAddress parse(String text) {
    if (text.indexOf('%') >= 0) {
      throw new IllegalArgumentException("an IP address with a zone is not allowed");
    }
    var address = text.indexOf(':') < 0 ? new IpAddress(V4, v4(text)) : new IpAddress(V6, v6(text));
    if (address.bits == V6 && address.value.shiftRight(V4).equals(BigInteger.valueOf(0xffff))) {
      throw new IllegalArgumentException("an IPv4-mapped IPv6 address is not allowed");
    }
    return address;
  }

  /** Whether this is an IPv6 address, of whatever kind. */
  static boolean isV6(String text) {
    try {
      v6(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static BigInteger v4(String text) {
    String[] fields = text.split("\\.", -1);
    if (fields.length != 4) {
      throw invalid();
    }
    long value = 0;
    for (String field : fields) {
      if (!DECIMAL.matcher(field).matches() || Integer.parseInt(field) > 255) {
        throw invalid();
      }
      value = value << 8 | Integer.parseInt(field);
    }
    return BigInteger.valueOf(value);
  }

  private static BigInteger v6(String text) {
    int gap = text.indexOf("::");
    List<Integer> groups;
    if (gap < 0) {
      groups = groups(text);
    } else {
      var head = groups(text.substring(0, gap));
      var tail = groups(text.substring(gap + 2));
      if (text.substring(0, gap).contains(".") || head.size() + tail.size() >= GROUPS) {
        throw invalid();
      }
      groups = new ArrayList<>(head);
      while (groups.size() < GROUPS - tail.size()) {
        groups.add(0);
      }
      groups.addAll(tail);
    }
    if (groups.size() != GROUPS) {
      throw invalid();
    }
    var value = BigInteger.ZERO;
    for (int group : groups) {
      value = value.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    return value;
  }

  /** Groups of 16 bits; the last 32 bits may be written as IPv4. */
  private static List<Integer> groups(String text) {
    var groups = new ArrayList<Integer>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] fields = text.split(":", -1);
    for (int i = 0; i < fields.length; i++) {
      if (i == fields.length - 1 && fields[i].contains(".")) {
        int v4 = v4(fields[i]).intValue();
        groups.add(v4 >>> 16);
        groups.add(v4 & 0xffff);
      } else if (HEXADECIMAL.matcher(fields[i]).matches()) {
        groups.add(Integer.parseInt(fields[i], 16));
      } else {
        throw invalid();
      }
    }
    return groups;
  }

  boolean isUnspecified() {
    return value.signum() == 0;
  }

  boolean isLoopback() {
    return bits == V4 ? top(8) == 127 : value.equals(BigInteger.ONE);
  }

  boolean isMulticast() {
    return bits == V4 ? top(4) == 0xe : top(8) == 0xff;
  }

  boolean isLinkLocalMulticast() {
    return bits == V4 ? top(24) == 0xe00000 : (top(16) & 0xff0f) == 0xff02;
  }

  boolean isLinkLocalUnicast() {
    return bits == V4 ? top(16) == 0xa9fe : top(10) == 0xfe80 >> 6;
  }

  boolean isGlobalUnicast() {
    boolean broadcast = bits == V4 && value.bitCount() == V4;
    return !isUnspecified()
        && !broadcast
        && !isLoopback()
        && !isMulticast()
        && !isLinkLocalUnicast();
  }

  private int top(int count) {
    return value.shiftRight(bits - count).intValue();
  }

  /** The canonical form. */
  @Override
  public String toString() {
    var groups = new ArrayList<Integer>();
    int width = bits == V4 ? 8 : 16;
    for (int shift = bits - width; shift >= 0; shift -= width) {
      groups.add(value.shiftRight(shift).intValue() & ((1 << width) - 1));
    }
    if (bits == V4) {
      return groups.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
    int start = 0;
    int length = 0;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && groups.get(i + zeros) == 0) {
        zeros++;
      }
      if (zeros > length && zeros > 1) {
        start = i;
        length = zeros;
      }
    }
    return length == 0
        ? hex(groups)
        : hex(groups.subList(0, start)) + "::" + hex(groups.subList(start + length, GROUPS));
  }

  private static String hex(List<Integer> groups) {
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("not an IP address");
  }
}
