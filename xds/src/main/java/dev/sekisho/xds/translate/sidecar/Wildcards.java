package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;

/**
 * Addresses by the families that a Pod has: Envoy refuses a listener of which it can't bind one.
 * The names of listeners stay those of IPv4.
 */
final class Wildcards {
  private static final String IPV6 = "::";

  /**
   * The source of what a sidecar opens to its own application, by which the rules of redirection
   * tell it from what others open.
   */
  private static final SocketAddress SOURCE = socket("127.0.0.6", 0);

  private static final SocketAddress SOURCE_IPV6 = socket("::6", 0);

  private Wildcards() {}

  /** Puts the listener on all addresses of these families. */
  static Listener.Builder on(IpFamilies families, int port, Listener.Builder listener) {
    var ipv4 = address(ResourceNames.listenerAddress(), port);
    var ipv6 = address(IPV6, port);
    return switch (families) {
      case IPV4 -> listener.setAddress(ipv4);
      case IPV6 -> listener.setAddress(ipv6);
      case DUAL ->
          listener
              .setAddress(ipv4)
              .addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(ipv6));
    };
  }

  /** Where connections to the application beside the proxy come from. */
  static BindConfig source(IpFamilies families) {
    return switch (families) {
      case IPV4 -> BindConfig.newBuilder().setSourceAddress(SOURCE).build();
      case IPV6 -> BindConfig.newBuilder().setSourceAddress(SOURCE_IPV6).build();
      case DUAL ->
          BindConfig.newBuilder()
              .setSourceAddress(SOURCE)
              .addExtraSourceAddresses(ExtraSourceAddress.newBuilder().setAddress(SOURCE_IPV6))
              .build();
    };
  }

  private static Address address(String address, int port) {
    return Address.newBuilder().setSocketAddress(socket(address, port)).build();
  }

  private static SocketAddress socket(String address, int port) {
    return SocketAddress.newBuilder().setAddress(address).setPortValue(port).build();
  }
}
