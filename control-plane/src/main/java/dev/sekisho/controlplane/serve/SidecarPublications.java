package dev.sekisho.controlplane.serve;

import dev.sekisho.xds.model.sidecar.SidecarConfig;
import dev.sekisho.xds.model.sidecar.SidecarConfigBuilder;
import dev.sekisho.xds.model.sidecar.SidecarInput;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.server.ResourceStore;
import dev.sekisho.xds.translate.sidecar.SidecarTranslator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes what sidecars are served, for each namespace that has any. What doesn't depend on the
 * namespace is encoded once, and nothing is where nothing has changed for sidecars. For one thread.
 */
final class SidecarPublications {

  /**
   * What is to be published.
   *
   * @param namespaces those with connected sidecars
   */
  record Work(SidecarInput input, Map<ProxyScope, String> namespaces) {
    Work {
      namespaces = Map.copyOf(namespaces);
    }
  }

  private record Translated(SidecarConfig config, SidecarTranslator translator) {}

  private final ResourceStore store;
  private Optional<Translated> last = Optional.empty();
  private Set<ProxyScope> served = Set.of();

  SidecarPublications(ResourceStore store) {
    this.store = store;
  }

  void publish(Work work) {
    var gone = new HashSet<>(served);
    gone.removeAll(work.namespaces().keySet());
    gone.forEach(store::drop);
    if (work.namespaces().isEmpty()) {
      last = Optional.empty();
    } else {
      publish(work, SidecarConfigBuilder.build(work.input(), SidecarPorts.DEFAULT));
    }
    served = work.namespaces().keySet();
  }

  private void publish(Work work, SidecarConfig config) {
    boolean same = last.filter(before -> before.config().equals(config)).isPresent();
    var translated =
        last.filter(before -> same)
            .orElseGet(() -> new Translated(config, new SidecarTranslator(config)));
    last = Optional.of(translated);
    work.namespaces()
        .forEach(
            (scope, namespace) -> {
              if (!same || !served.contains(scope)) {
                store.publish(scope, translated.translator().translate(namespace));
              }
            });
  }
}
