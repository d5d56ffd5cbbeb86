package dev.sekisho.xds.model;

import java.util.List;

/**
 * A Service and its TCP ports.
 *
 * @param vips its cluster IPs, as written; none: headless, ExternalName, or none given yet
 */
public record Service(ServiceKey key, List<ServicePort> ports, List<String> vips) {
  public Service {
    ports = List.copyOf(ports);
    vips = List.copyOf(vips);
  }

  /** One without cluster IPs. */
  public Service(ServiceKey key, List<ServicePort> ports) {
    this(key, ports, List.of());
  }
}
