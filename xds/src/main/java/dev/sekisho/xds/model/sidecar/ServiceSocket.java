package dev.sekisho.xds.model.sidecar;

import com.google.common.net.InetAddresses;
import dev.sekisho.xds.model.Service;
import java.util.stream.Stream;

/**
 * Where applications reach a Service.
 *
 * @param address an IP address in canonical form
 */
public record ServiceSocket(String address, int port) {
  private static final int IPV4_BYTES = 4;

  /** All of the Service's, each once, in order. */
  public static Stream<ServiceSocket> of(Service service) {
    return service.ports().stream()
        .map(port -> port.number())
        .distinct()
        .sorted()
        .flatMap(port -> of(service, port));
  }

  /** Those of one of its ports. */
  static Stream<ServiceSocket> of(Service service, int port) {
    return service.vips().stream()
        .filter(InetAddresses::isInetAddress)
        .map(InetAddresses::forString)
        .filter(vip -> vip.getAddress().length == IPV4_BYTES)
        .map(InetAddresses::toAddrString)
        .distinct()
        .sorted()
        .map(vip -> new ServiceSocket(vip, port));
  }
}
