package dev.sekisho.xds.engine;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import dev.sekisho.xds.model.sidecar.ServiceProblems;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.ExplicitTranslator;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What sidecars are served, kept up with the cluster: what follows from a change is worked out at
 * the change's own cost, and published. The same cluster gives the same bytes, whatever the order
 * in which it was told. For one thread.
 */
public final class MeshEngine {
  private final MeshSettings settings;
  private final ResourceStore store;
  private final ServiceTable services = new ServiceTable();
  private final TranslatedServices translated;
  private final Map<ServiceKey, List<ConfigProblem>> problems = new HashMap<>();
  private final Map<Kind, EgressLayer> layers = new HashMap<>();
  private final Map<ProxyScope, NamespaceView> views = new HashMap<>();
  private final NodeEndpoints nodeEndpoints = new NodeEndpoints();
  private final WorkloadViews workloads;

  /** Only where there are sidecars for it: nobody else is to pay. */
  private Optional<TranslatedServices> explicit = Optional.empty();

  /** Audiences that share a layer. */
  private record Kind(Egress egress, boolean explicit) {
    static Kind of(Audience audience) {
      return new Kind(audience.egress(), audience.explicit());
    }
  }

  /**
   * @param store where it is published
   */
  public MeshEngine(MeshSettings settings, ResourceStore store) {
    this(settings, store, ServiceTranslations.redirected(settings));
  }

  /**
   * @param translation what sidecars are sent because of a Service
   */
  MeshEngine(
      MeshSettings settings,
      ResourceStore store,
      Function<ServiceFacts, ServiceResources> translation) {
    this.settings = settings;
    this.store = store;
    this.workloads = new WorkloadViews(settings, store, nodeEndpoints);
    this.translated = translated(translation);
  }

  /**
   * Takes what has changed, and who is to be served from now on.
   *
   * @param revision of the policies; it ends up beside the resources, never inside
   */
  public void apply(MeshChange change, Map<ProxyScope, Audience> now, String revision) {
    var reached = services.apply(change);
    reached.services().forEach(this::check);
    var replaced = translated.replace(reached.services());
    var explicitly = explicit.map(all -> all.replace(reached.services())).orElse(Map.of());
    var nodes = nodeEndpoints.update(replaced.values());
    workloads.update(change.workloads(), reached.pods(), nodes, services::inbound);
    layers.forEach((kind, layer) -> layer.update(kind.explicit() ? explicitly : replaced));
    leave(now);
    now.forEach(
        (scope, audience) -> {
          var view = views.get(scope);
          if (view == null) {
            enter(scope, audience, revision);
          } else {
            follow(scope, view, revision);
          }
        });
  }

  /** One that sees something else now leaves as well, and enters again. */
  private void leave(Map<ProxyScope, Audience> now) {
    views
        .entrySet()
        .removeIf(
            entry -> {
              var scope = entry.getKey();
              if (!now.containsKey(scope)) {
                store.drop(scope);
              }
              return !entry.getValue().audience().equals(now.get(scope));
            });
    var kinds = now.values().stream().map(Kind::of).collect(Collectors.toSet());
    layers.keySet().retainAll(kinds);
    if (kinds.stream().noneMatch(Kind::explicit)) {
      explicit = Optional.empty();
    }
  }

  private void enter(ProxyScope scope, Audience audience, String revision) {
    var view = new NamespaceView(audience, layer(Kind.of(audience)));
    views.put(scope, view);
    store.publish(scope, view.snapshot().at(revision));
  }

  private void follow(ProxyScope scope, NamespaceView view, String revision) {
    view.update();
    store.publish(scope, view.snapshot().at(revision), view.changed());
  }

  /** What sidecars don't do as it was meant; none while there are no sidecars. */
  public Set<ConfigProblem> problems() {
    return layers.isEmpty()
        ? Set.of()
        : problems.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  private void check(ServiceKey key) {
    var found =
        services.facts(key).map(facts -> ServiceProblems.of(facts, settings)).orElse(List.of());
    if (found.isEmpty()) {
      problems.remove(key);
    } else {
      problems.put(key, found);
    }
  }

  private TranslatedServices translated(Function<ServiceFacts, ServiceResources> translation) {
    return new TranslatedServices(
        (key, before) -> {
          try {
            return services.facts(key).map(translation).orElse(ServiceResources.NONE);
          } catch (RuntimeException e) {
            // A defect that one Service trips must not keep others from being served.
            var service = new ObjectKey("Service", key.namespace(), key.name());
            var problem =
                new ConfigProblem(
                    service, "spec", "internal error (%s): served as it was before".formatted(e));
            problems.merge(key, List.of(problem), MeshEngine::both);
            return before;
          }
        });
  }

  private static List<ConfigProblem> both(List<ConfigProblem> some, List<ConfigProblem> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private EgressLayer layer(Kind kind) {
    return layers.computeIfAbsent(
        kind,
        k -> {
          var layer = new EgressLayer(kind.egress(), form(kind));
          layer.update((kind.explicit() ? explicit() : translated).fromNothing());
          return layer;
        });
  }

  private LayerForm form(Kind kind) {
    var elsewhere = kind.egress().elsewhere();
    return kind.explicit()
        ? new ExplicitForm(new ExplicitTranslator(elsewhere, settings.ports()))
        : new RedirectedForm(new EgressTranslator(elsewhere), settings.ports());
  }

  private TranslatedServices explicit() {
    var all = explicit.orElseGet(this::explicitFromNothing);
    explicit = Optional.of(all);
    return all;
  }

  private TranslatedServices explicitFromNothing() {
    var all = translated(ServiceTranslations.explicit(settings));
    var unused = all.replace(services.keys());
    return all;
  }
}
