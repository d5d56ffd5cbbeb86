package dev.sekisho.xds.model.sidecar;

import java.util.Collection;

/** The sorts of addresses that a Pod has, and its proxy listens on. */
public enum IpFamilies {
  IPV4,
  IPV6,
  /** Both. */
  DUAL;

  /** Those of addresses; IPv4 if there are none yet. */
  public static IpFamilies of(Collection<String> addresses) {
    boolean ipv6 = addresses.stream().anyMatch(IpFamilies::isIpv6);
    boolean ipv4 = addresses.stream().anyMatch(address -> !isIpv6(address));
    if (ipv6) {
      return ipv4 ? DUAL : IPV6;
    }
    return IPV4;
  }

  /** Of an address as text. */
  public static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }
}
