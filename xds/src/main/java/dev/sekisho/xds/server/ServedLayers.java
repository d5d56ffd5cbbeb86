package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.BiConsumer;

/**
 * Puts together what one stream is served. Nothing of it is passed on before every part is known: a
 * proxy that connects again must not be shown half a picture. For one thread.
 */
final class ServedLayers {
  private final BiConsumer<Served, Map<ResourceType, SortedSet<String>>> stream;
  private final boolean[] known;
  private boolean complete;
  private Served served;

  /**
   * @param parts how many there are, besides the stream's own secrets
   * @param stream takes what is served from now on, and the names that are different; none the
   *     first time, when all is
   */
  ServedLayers(int parts, BiConsumer<Served, Map<ResourceType, SortedSet<String>>> stream) {
    this.stream = stream;
    this.known = new boolean[parts];
    this.served = new Served(Collections.nCopies(parts + 1, ResourceSnapshot.EMPTY));
  }

  /** One part is this from now on. */
  void publish(int part, Publication publication) {
    var before = served.layers().get(part);
    if (!known[part] || publication.snapshot() != before) {
      known[part] = true;
      take(part, publication.snapshot(), publication.changesSince(before));
    }
  }

  /** The stream's own secrets are these from now on. */
  void secrets(ResourceSnapshot secrets) {
    int last = known.length;
    take(last, secrets, secrets.changesSince(served.layers().get(last)));
  }

  private void take(
      int layer, ResourceSnapshot snapshot, Map<ResourceType, SortedSet<String>> changed) {
    served = served.with(layer, snapshot);
    if (complete) {
      stream.accept(served, changed);
    } else if (isComplete()) {
      complete = true;
      stream.accept(served, Map.of());
    }
  }

  private boolean isComplete() {
    for (boolean each : known) {
      if (!each) {
        return false;
      }
    }
    return true;
  }
}
