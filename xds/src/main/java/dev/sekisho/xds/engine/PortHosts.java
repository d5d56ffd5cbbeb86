package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The virtual hosts of Services, by HTTP port. For one thread. */
final class PortHosts {
  private final SortedMap<Integer, HostTable> tables = new TreeMap<>();

  /**
   * Takes what a Service is now instead of what it was.
   *
   * @return the ports that this touches
   */
  Set<Integer> replace(ServiceKey key, ServiceResources before, ServiceResources after) {
    var touched = new TreeSet<Integer>();
    var ports = new TreeSet<>(before.hosts().keySet());
    ports.addAll(after.hosts().keySet());
    for (var port : ports) {
      var now = after.hosts().get(port);
      if (Objects.equals(before.hosts().get(port), now)) {
        continue;
      }
      touched.add(port);
      var table = tables.computeIfAbsent(port, p -> new HostTable());
      if (now == null) {
        table.remove(key);
      } else {
        table.put(key, now);
      }
      if (table.isEmpty()) {
        tables.remove(port);
      }
    }
    return touched;
  }

  /** The ports that have any. */
  Set<Integer> ports() {
    return Collections.unmodifiableSet(tables.keySet());
  }

  /** Those of a port; empty if there are none. */
  Optional<HostTable> at(int port) {
    return Optional.ofNullable(tables.get(port));
  }

  /** Whether there is one of that namespace. */
  boolean hasOf(String namespace) {
    return tables.values().stream().anyMatch(table -> table.hasOf(namespace));
  }

  /** All of them by port, as the sidecars of that namespace see them. */
  EncodedParts seenFrom(String namespace) {
    return EncodedParts.joined(
        tables.values().stream().map(table -> table.seenFrom(namespace)).toList());
  }
}
