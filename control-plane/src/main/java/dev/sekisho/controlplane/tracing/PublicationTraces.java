package dev.sekisho.controlplane.tracing;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.StoreEvents;
import java.util.Map;
import java.util.SortedSet;

/**
 * Is told of each publication to proxies when it is over, and before that, as the store's listener,
 * what was published in its course. Called on the one thread that publishes; must not block or
 * throw.
 */
public interface PublicationTraces extends StoreEvents {

  /** Nobody wants to know. */
  PublicationTraces OFF =
      new PublicationTraces() {
        @Override
        public void began(ProxyScope scope, ResourceSnapshot snapshot) {}

        @Override
        public void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> changed) {}

        @Override
        public void published(Times times, String revision) {}

        @Override
        public void failed(Times times, String revision, Throwable failure) {}
      };

  /**
   * Moments by {@link System#nanoTime}.
   *
   * @param noticed when the first of the changes was handed in that this is about
   * @param taken when the work on them began
   */
  record Times(long noticed, long taken) {}

  /**
   * All is handed to the connections of the proxies.
   *
   * @param revision of the policies
   */
  void published(Times times, String revision);

  /** A defect ended it. */
  void failed(Times times, String revision, Throwable failure);
}
