package dev.sekisho.xds.model;

import java.util.List;

/**
 * A port of a Service as a destination.
 *
 * @param endpoints the ready ones, each once, by address and port; may be empty
 */
public record UpstreamCluster(
    ClusterRef ref, UpstreamProtocol protocol, List<UpstreamEndpoint> endpoints) {
  public UpstreamCluster {
    endpoints = List.copyOf(endpoints);
  }
}
