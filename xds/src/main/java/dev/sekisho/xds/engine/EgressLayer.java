package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

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
  private final LayerForm form;
  private final PortHosts hosts = new PortHosts();
  private ResourceSnapshot snapshot = ResourceSnapshot.EMPTY;
  private Map<ResourceType, SortedSet<String>> changed = Map.of();
  private SortedSet<Integer> touched = Collections.emptySortedSet();

  EgressLayer(Egress egress, LayerForm form) {
    this.egress = egress;
    this.form = form;
    snapshot = snapshot.with(form.fixed());
  }

  /** What is served now. */
  ResourceSnapshot snapshot() {
    return snapshot;
  }

  /** The names that the last update changed; types without are left out. */
  Map<ResourceType, SortedSet<String>> changed() {
    return changed;
  }

  /**
   * The routes as the sidecars of a namespace see them; those that all others see alike are left
   * out.
   */
  Stream<EncodedResource> near(String namespace) {
    return form.near(hosts.ports(), hosts, namespace);
  }

  /** Of those the ones that the last update touched. */
  Stream<EncodedResource> touchedNear(String namespace) {
    return form.near(touched, hosts, namespace);
  }

  /** Takes a change; Services that aren't seen are passed over. */
  void update(Map<ServiceKey, Replacement> replaced) {
    var changes = new ResourceChanges();
    touched = new TreeSet<>();
    replaced.forEach(
        (key, replacement) -> {
          if (egress.sees(key)) {
            removals(replacement, changes);
            var seen = replacement.seenBy(egress);
            touched.addAll(hosts.replace(key, seen.before(), seen.after()));
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
    form.change(touched, hosts, changes);
    changed = changes.against(snapshot);
    snapshot = snapshot.with(changes);
  }

  private static void removals(Replacement replacement, ResourceChanges changes) {
    replacement
        .before()
        .whole()
        .forEach((type, all) -> all.forEach(r -> changes.remove(type, r.name())));
  }
}
