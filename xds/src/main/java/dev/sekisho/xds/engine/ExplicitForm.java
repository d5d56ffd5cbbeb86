package dev.sekisho.xds.engine;

import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.ExplicitTranslator;
import java.util.Set;
import java.util.stream.Stream;

/** For requests that are sent as to a proxy: one listener, and one set of routes for all ports. */
record ExplicitForm(ExplicitTranslator translator) implements LayerForm {
  @Override
  public ResourceChanges fixed() {
    var fixed = new ResourceChanges();
    translator.clusters().forEach(cluster -> fixed.put(ResourceType.CLUSTER, cluster));
    fixed.put(ResourceType.LISTENER, translator.listener());
    fixed.put(ResourceType.ROUTE, translator.routes(EncodedParts.NONE));
    return fixed;
  }

  @Override
  public void change(Set<Integer> touched, PortHosts hosts, ResourceChanges changes) {
    if (!touched.isEmpty()) {
      changes.put(ResourceType.ROUTE, translator.routes(hosts.seenFrom("")));
    }
  }

  @Override
  public Stream<EncodedResource> near(Set<Integer> about, PortHosts hosts, String namespace) {
    return about.isEmpty() || !hosts.hasOf(namespace)
        ? Stream.empty()
        : Stream.of(translator.routes(hosts.seenFrom(namespace)));
  }
}
