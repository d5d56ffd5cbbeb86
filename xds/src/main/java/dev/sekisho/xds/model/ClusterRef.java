package dev.sekisho.xds.model;

import java.util.Comparator;

/** Names what a route leads to: a port of a Service. Ordered by Service, then port. */
public record ClusterRef(ServiceKey service, int port) implements Comparable<ClusterRef> {
  private static final Comparator<ClusterRef> ORDER =
      Comparator.comparing(ClusterRef::service).thenComparing(ClusterRef::port);

  @Override
  public int compareTo(ClusterRef other) {
    return ORDER.compare(this, other);
  }
}
