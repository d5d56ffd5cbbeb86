package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import java.util.Set;
import java.util.stream.Stream;

/** For connections that are redirected: each port has a listener and routes of its own. */
record RedirectedForm(EgressTranslator translator, SidecarPorts ports) implements LayerForm {
  @Override
  public ResourceChanges fixed() {
    var fixed = new ResourceChanges();
    translator.clusters().forEach(cluster -> fixed.put(ResourceType.CLUSTER, cluster));
    fixed.put(ResourceType.LISTENER, translator.redirected(ports, IpFamilies.IPV4));
    return fixed;
  }

  @Override
  public void change(Set<Integer> touched, PortHosts hosts, ResourceChanges changes) {
    for (int port : touched) {
      hosts
          .at(port)
          .ifPresentOrElse(
              table -> {
                changes.put(ResourceType.LISTENER, translator.listener(port, table.families()));
                changes.put(ResourceType.ROUTE, translator.routes(port, table.seenFrom("")));
              },
              () -> {
                changes.remove(ResourceType.LISTENER, EgressTranslator.listenerName(port));
                changes.remove(ResourceType.ROUTE, EgressTranslator.routesName(port));
              });
    }
  }

  @Override
  public Stream<EncodedResource> near(Set<Integer> about, PortHosts hosts, String namespace) {
    return about.stream()
        .flatMap(
            port ->
                hosts.at(port).stream()
                    .filter(table -> table.hasOf(namespace))
                    .map(table -> translator.routes(port, table.seenFrom(namespace))));
  }
}
