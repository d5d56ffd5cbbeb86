package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What all sidecars with the same {@link Egress} have in common, as those see it that are in
 * another namespace than the Services. For one thread.
 */
final class EgressLayer {
  /** What there is because of a Service, before and after a change. */
  record Replacement(ServiceResources before, ServiceResources after) {
    /** As it is to somebody who knows this Service. */
    Replacement seenBy(Egress egress) {
      return new Replacement(seenBy(egress, before), seenBy(egress, after));
    }

    /** What routes lead to must be known as well: they name its clusters. */
    private static ServiceResources seenBy(Egress egress, ServiceResources resources) {
      return resources.leadsTo().filter(service -> !egress.sees(service)).isPresent()
          ? ServiceResources.NONE
          : resources;
    }
  }

  private final Egress egress;
  private final EgressTranslator translator;
  private final Map<Integer, HostTable> hosts = new HashMap<>();
  private ResourceSnapshot snapshot = ResourceSnapshot.EMPTY;
  private Map<ResourceType, SortedSet<String>> changed = Map.of();
  private SortedSet<Integer> changedPorts = Collections.emptySortedSet();

  EgressLayer(Egress egress, SidecarPorts ports) {
    this.egress = egress;
    this.translator = new EgressTranslator(egress.elsewhere());
    var fixed = new ResourceChanges();
    translator.clusters().forEach(cluster -> fixed.put(ResourceType.CLUSTER, cluster));
    fixed.put(ResourceType.LISTENER, translator.redirected(ports, IpFamilies.IPV4));
    snapshot = snapshot.with(fixed);
  }

  /** What is served now. */
  ResourceSnapshot snapshot() {
    return snapshot;
  }

  /** The names that the last update changed; types without are left out. */
  Map<ResourceType, SortedSet<String>> changed() {
    return changed;
  }

  /** The HTTP ports whose routes the last update touched. */
  SortedSet<Integer> changedPorts() {
    return changedPorts;
  }

  /**
   * The routes of an HTTP port, as the sidecars of a namespace see them; empty if that is how all
   * others do.
   */
  Optional<EncodedResource> near(int port, String namespace) {
    return Optional.ofNullable(hosts.get(port))
        .filter(table -> table.hasOf(namespace))
        .map(table -> translator.routes(port, table.seenFrom(namespace)));
  }

  /** The HTTP ports. */
  Set<Integer> ports() {
    return hosts.keySet();
  }

  /** Takes a change; Services that aren't seen are passed over. */
  void update(Map<ServiceKey, Replacement> replaced) {
    var changes = new ResourceChanges();
    changedPorts = new TreeSet<>();
    replaced.forEach(
        (key, replacement) -> {
          if (egress.sees(key)) {
            removals(replacement, changes);
            hosts(key, replacement.seenBy(egress));
          }
        });
    // Afterwards: what one Service gives up may be another's from now on.
    replaced.forEach(
        (key, replacement) -> {
          if (egress.sees(key)) {
            replacement
                .after()
                .whole()
                .forEach((type, all) -> all.forEach(r -> changes.put(type, r)));
          }
        });
    changedPorts.forEach(port -> port(port, changes));
    changed = changes.against(snapshot);
    snapshot = snapshot.with(changes);
  }

  private static void removals(Replacement replacement, ResourceChanges changes) {
    replacement
        .before()
        .whole()
        .forEach((type, all) -> all.forEach(r -> changes.remove(type, r.name())));
  }

  private void hosts(ServiceKey key, Replacement replacement) {
    var before = replacement.before().hosts();
    var after = replacement.after().hosts();
    var ports = new TreeSet<>(before.keySet());
    ports.addAll(after.keySet());
    for (var port : ports) {
      var now = after.get(port);
      if (Objects.equals(before.get(port), now)) {
        continue;
      }
      changedPorts.add(port);
      var table = hosts.computeIfAbsent(port, p -> new HostTable());
      if (now == null) {
        table.remove(key);
      } else {
        table.put(key, now);
      }
      if (table.isEmpty()) {
        hosts.remove(port);
      }
    }
  }

  private void port(int port, ResourceChanges changes) {
    var table = hosts.get(port);
    if (table == null) {
      changes.remove(ResourceType.LISTENER, EgressTranslator.listenerName(port));
      changes.remove(ResourceType.ROUTE, EgressTranslator.routesName(port));
    } else {
      changes.put(ResourceType.LISTENER, translator.listener(port, table.families()));
      changes.put(ResourceType.ROUTE, translator.routes(port, table.seenFrom("")));
    }
  }
}
