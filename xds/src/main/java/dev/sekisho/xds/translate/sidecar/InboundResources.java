package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.resources.EncodedResource;
import java.util.List;
import java.util.stream.Stream;

/** A part of what a sidecar is served for the connections to its application. */
public record InboundResources(List<EncodedResource> clusters, List<EncodedResource> listeners) {
  public static final InboundResources NONE = new InboundResources(List.of(), List.of());

  public InboundResources {
    clusters = List.copyOf(clusters);
    listeners = List.copyOf(listeners);
  }

  /** These, then those. No name may be in both. */
  public InboundResources and(InboundResources others) {
    return new InboundResources(
        Stream.concat(clusters.stream(), others.clusters.stream()).toList(),
        Stream.concat(listeners.stream(), others.listeners.stream()).toList());
  }
}
