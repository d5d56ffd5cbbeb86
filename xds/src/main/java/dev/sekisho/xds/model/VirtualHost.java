package dev.sekisho.xds.model;

import dev.sekisho.policies.model.HostPattern;
import java.util.List;

/**
 * The routes of one host.
 *
 * @param routes in the order of evaluation; a request that none of them takes is answered with 404
 */
public record VirtualHost(HostPattern host, List<Route> routes) {
  public VirtualHost {
    routes = List.copyOf(routes);
  }
}
