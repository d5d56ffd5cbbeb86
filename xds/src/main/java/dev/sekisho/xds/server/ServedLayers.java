package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.Publication;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Puts together what one stream is served. Nothing of it is passed on before every part is known: a
 * proxy that connects again must not be shown half a picture. For one thread.
 */
final class ServedLayers {
  private final BiConsumer<Served, Map<ResourceType, SortedSet<String>>> stream;
  private final boolean[] known;
  private final Map<ResourceType, SortedSet<String>> held = new EnumMap<>(ResourceType.class);
  private Served served;

  /**
   * @param parts how many there are, besides the stream's own secrets
   * @param stream takes what is served from now on, and the names that are different
   */
  ServedLayers(int parts, BiConsumer<Served, Map<ResourceType, SortedSet<String>>> stream) {
    this.stream = stream;
    this.known = new boolean[parts];
    this.served = new Served(Collections.nCopies(parts + 1, ResourceSnapshot.EMPTY));
  }

  /** One part is this from now on. */
  void publish(int part, Publication publication) {
    known[part] = true;
    take(part, publication.snapshot(), publication.changesSince(served.layers().get(part)));
  }

  /** The stream's own secrets are these from now on. */
  void secrets(ResourceSnapshot secrets) {
    int last = known.length;
    take(last, secrets, secrets.changesSince(served.layers().get(last)));
  }

  private void take(
      int layer, ResourceSnapshot snapshot, Map<ResourceType, SortedSet<String>> changed) {
    served = served.with(layer, snapshot);
    if (isComplete()) {
      if (held.isEmpty()) {
        stream.accept(served, changed);
      } else {
        hold(changed);
        var all = Map.copyOf(held);
        held.clear();
        stream.accept(served, all);
      }
    } else {
      hold(changed);
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

  private void hold(Map<ResourceType, SortedSet<String>> changed) {
    changed.forEach(
        (type, names) -> held.computeIfAbsent(type, t -> new TreeSet<>()).addAll(names));
  }
}
