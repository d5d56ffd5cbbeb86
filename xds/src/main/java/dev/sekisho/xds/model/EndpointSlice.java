package dev.sekisho.xds.model;

import java.util.List;
import java.util.Optional;

/**
 * A part of a Service's endpoints ({@code discovery.k8s.io/v1}). Addresses that are no IP addresses
 * are allowed here and left out of the configuration.
 *
 * @param ports of each of the endpoints
 */
public record EndpointSlice(ServiceKey service, List<Port> ports, List<Endpoint> endpoints) {
  public EndpointSlice {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  /**
   * A port that the endpoints listen on.
   *
   * @param name the name of the Service's port that it belongs to; empty text where that has none
   */
  public record Port(String name, int number) {}

  /**
   * One backend, usually a Pod.
   *
   * @param addresses interchangeable ways to reach it: the first one is used
   * @param pod the name of the Pod that it is, which is one of the Service's namespace; empty for
   *     anything else
   * @param node the name of the Node that it is on; empty for one outside of the cluster
   */
  public record Endpoint(
      List<String> addresses,
      EndpointState state,
      Optional<String> zone,
      Optional<String> pod,
      Optional<String> node) {
    public Endpoint {
      addresses = List.copyOf(addresses);
    }

    /** One of which the node isn't known. */
    public Endpoint(
        List<String> addresses, EndpointState state, Optional<String> zone, Optional<String> pod) {
      this(addresses, state, zone, pod, Optional.empty());
    }

    /**
     * One that isn't terminating.
     *
     * @param ready the absent condition counts as ready
     */
    public Endpoint(
        List<String> addresses, boolean ready, Optional<String> zone, Optional<String> pod) {
      this(addresses, ready ? EndpointState.READY : EndpointState.NOT_READY, zone, pod);
    }

    /** One that is no Pod. */
    public Endpoint(List<String> addresses, boolean ready, Optional<String> zone) {
      this(addresses, ready, zone, Optional.empty());
    }
  }
}
