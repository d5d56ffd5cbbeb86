package dev.sekisho.policies.cel.library;

/** IP addresses: {@code ip("10.0.0.1")}. */
final class IpLibrary {

  static final Kind<IpAddress> IP = Kind.opaque("net.IP", IpAddress.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(IP)
          .function("ip", "string_to_ip", Kind.STRING, IP, IpAddress::parse)
          .function("isIP", "is_ip", Kind.STRING, Kind.BOOL, IpLibrary::is)
          .function(
              "ip.isCanonical",
              "ip_is_canonical",
              Kind.STRING,
              Kind.BOOL,
              text -> IpAddress.parse(text).toString().equals(text))
          .function("string", "ip_to_string", IP, Kind.STRING, IpAddress::toString)
          .method("family", "ip_family", IP, Kind.INT, ip -> ip.bits() == IpAddress.V4 ? 4L : 6L)
          .method("isUnspecified", "ip_is_unspecified", IP, Kind.BOOL, IpAddress::isUnspecified)
          .method("isLoopback", "ip_is_loopback", IP, Kind.BOOL, IpAddress::isLoopback)
          .method(
              "isLinkLocalMulticast",
              "ip_is_link_local_multicast",
              IP,
              Kind.BOOL,
              IpAddress::isLinkLocalMulticast)
          .method(
              "isLinkLocalUnicast",
              "ip_is_link_local_unicast",
              IP,
              Kind.BOOL,
              IpAddress::isLinkLocalUnicast)
          .method(
              "isGlobalUnicast", "ip_is_global_unicast", IP, Kind.BOOL, IpAddress::isGlobalUnicast)
          .build();

  private IpLibrary() {}

  private static boolean is(String text) {
    try {
      IpAddress.parse(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
