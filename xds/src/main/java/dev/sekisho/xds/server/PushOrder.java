package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.List;

/**
 * Make before break: which types wait for which.
 *
 * <p>Once it is running, Envoy ACKs clusters only when they are warm, for which it needs their
 * endpoints and secrets: these never wait, or nothing would move again. An ACK of clusters
 * therefore means that listeners and routes may use them.
 */
final class PushOrder {
  /** What refers to others before what it refers to. */
  static final List<ResourceType> REMOVALS =
      List.of(
          ResourceType.LISTENER,
          ResourceType.ROUTE,
          ResourceType.CLUSTER,
          ResourceType.ENDPOINT,
          ResourceType.SECRET);

  private PushOrder() {}

  /** Whether this type's additions wait until no earlier type has a response outstanding. */
  static boolean waitsForAcks(ResourceType type) {
    return switch (type) {
      case CLUSTER, ENDPOINT, SECRET -> false;
      case LISTENER, ROUTE -> true;
    };
  }
}
