package dev.sekisho.xds.model;

import java.util.List;

/** A Service and its TCP ports. */
public record Service(ServiceKey key, List<ServicePort> ports) {
  public Service {
    ports = List.copyOf(ports);
  }
}
