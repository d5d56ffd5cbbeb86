package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.model.UpstreamEndpoint;
import java.util.List;

/** How who answers at a Service's port is found. */
public sealed interface Destination {
  /**
   * The proxy chooses.
   *
   * @param endpoints those that are ready or draining, each once, by address and port; may be empty
   * @param sameNode whether only those on the client's own node are meant for it
   * @param byClient whether all of a client goes to one of them, for as long as it is there
   */
  record Balanced(List<UpstreamEndpoint> endpoints, boolean sameNode, boolean byClient)
      implements Destination {
    public Balanced {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * The application has chosen: a connection goes to the address that it was opened to.
   *
   * @param mtls whether all of the endpoints take the mesh's mTLS: which one it will be isn't known
   */
  record AsAddressed(boolean mtls) implements Destination {}
}
