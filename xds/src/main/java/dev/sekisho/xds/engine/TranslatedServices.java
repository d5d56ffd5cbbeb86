package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is because of each Service. For one thread. */
final class TranslatedServices {
  /** What there is because of a Service now. */
  @FunctionalInterface
  interface Translation {
    /**
     * @param before that there was, which stays if it can't be told
     */
    ServiceResources of(ServiceKey service, ServiceResources before);
  }

  private final Translation translation;
  private final Map<ServiceKey, ServiceResources> all = new HashMap<>();

  TranslatedServices(Translation translation) {
    this.translation = translation;
  }

  /** Translates anew what has changed. */
  Map<ServiceKey, EgressLayer.Replacement> replace(Set<ServiceKey> changed) {
    var replaced = new HashMap<ServiceKey, EgressLayer.Replacement>();
    for (var key : changed) {
      var before = all.getOrDefault(key, ServiceResources.NONE);
      var after = translation.of(key, before);
      if (after.equals(ServiceResources.NONE)) {
        all.remove(key);
      } else {
        all.put(key, after);
      }
      replaced.put(key, new EgressLayer.Replacement(before, after));
    }
    return replaced;
  }

  /** The change from nothing to all that there is. */
  Map<ServiceKey, EgressLayer.Replacement> fromNothing() {
    return all.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> new EgressLayer.Replacement(ServiceResources.NONE, entry.getValue())));
  }
}
