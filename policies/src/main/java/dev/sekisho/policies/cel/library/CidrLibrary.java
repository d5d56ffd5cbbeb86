package dev.sekisho.policies.cel.library;

/** Ranges of IP addresses: {@code cidr("10.0.0.0/8")}. */
final class CidrLibrary {

  private static final Kind<Cidr> CIDR = Kind.opaque("net.CIDR", Cidr.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(CIDR)
          .function("cidr", "string_to_cidr", Kind.STRING, CIDR, Cidr::parse)
          .function("isCIDR", "is_cidr", Kind.STRING, Kind.BOOL, CidrLibrary::is)
          .function("string", "cidr_to_string", CIDR, Kind.STRING, Cidr::toString)
          .method(
              "containsIP",
              "cidr_contains_ip_string",
              CIDR,
              Kind.STRING,
              Kind.BOOL,
              (cidr, text) -> cidr.contains(IpAddress.parse(text)))
          .method(
              "containsIP",
              "cidr_contains_ip_ip",
              CIDR,
              IpLibrary.IP,
              Kind.BOOL,
              (cidr, ip) -> cidr.contains(ip))
          .method(
              "containsCIDR",
              "cidr_contains_cidr_string",
              CIDR,
              Kind.STRING,
              Kind.BOOL,
              (cidr, text) -> cidr.contains(Cidr.parse(text)))
          .method(
              "containsCIDR",
              "cidr_contains_cidr",
              CIDR,
              CIDR,
              Kind.BOOL,
              (cidr, other) -> cidr.contains(other))
          .method("ip", "cidr_ip", CIDR, IpLibrary.IP, Cidr::address)
          .method(
              "prefixLength", "cidr_prefix_length", CIDR, Kind.INT, cidr -> (long) cidr.length())
          .method("masked", "cidr_masked", CIDR, CIDR, Cidr::masked)
          .build();

  private CidrLibrary() {}

  private static boolean is(String text) {
    try {
      Cidr.parse(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
