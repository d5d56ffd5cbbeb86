package dev.sekisho.xds.store;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Map;
import java.util.SortedSet;

/**
 * Is told what is published. Called on the thread that publishes, after the scope's streams were
 * told; must not block or throw.
 */
public interface StoreEvents {

  /** Nobody wants to know. */
  StoreEvents OFF =
      new StoreEvents() {
        @Override
        public void began(ProxyScope scope, ResourceSnapshot snapshot) {}

        @Override
        public void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> changed) {}
      };

  /** A scope has its first snapshot. */
  void began(ProxyScope scope, ResourceSnapshot snapshot);

  /**
   * A scope has another one.
   *
   * @param changed by type the names that were added, changed or removed; none where only the
   *     revision is another
   */
  void changed(ProxyScope scope, Map<ResourceType, SortedSet<String>> changed);
}
