package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.xds.model.sidecar.InboundConfig;
import java.util.List;

/**
 * Translates what a sidecar does with the connections to its application: a listener that they are
 * redirected to, and a cluster for each port. Pure functions, safe for any thread: equal
 * configurations give equal bytes and versions.
 */
public final class InboundTranslator {
  private InboundTranslator() {}

  /**
   * The listener {@code virtualInbound} and its clusters, but for {@code BlackHoleCluster} and
   * {@code InboundPassthroughCluster}, which every sidecar has.
   */
  public static InboundResources translate(InboundConfig config) {
    var listener = InboundListener.of(config);
    return new InboundResources(
        config.ports().stream()
            .map(port -> InboundClusters.of(port, config.families()))
            .map(cluster -> encode(cluster.getName(), cluster))
            .toList(),
        List.of(encode(listener.getName(), listener)));
  }
}
