package dev.sekisho.xds.model;

import java.util.List;

/**
 * A port of a Service as a destination.
 *
 * @param endpoints the ready ones, each once, by address and port; may be empty
 * @param mtlsAccounts the ServiceAccounts of those that take the mesh's mTLS, by name
 */
public record UpstreamCluster(
    ClusterRef ref,
    UpstreamProtocol protocol,
    List<UpstreamEndpoint> endpoints,
    List<String> mtlsAccounts) {
  public UpstreamCluster {
    endpoints = List.copyOf(endpoints);
    mtlsAccounts = List.copyOf(mtlsAccounts);
  }
}
