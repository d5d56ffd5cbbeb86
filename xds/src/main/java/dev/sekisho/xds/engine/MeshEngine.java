package dev.sekisho.xds.engine;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import dev.sekisho.xds.model.sidecar.ServicePorts;
import dev.sekisho.xds.model.sidecar.ServiceProblems;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import dev.sekisho.xds.translate.sidecar.ServiceTranslator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Function<ServiceFacts, ServiceResources> translation;
  private final ServiceTable services = new ServiceTable();
  private final Map<ServiceKey, ServiceResources> resources = new HashMap<>();
  private final Map<ServiceKey, List<ConfigProblem>> problems = new HashMap<>();
  private final Map<Egress, EgressLayer> layers = new HashMap<>();
  private final Map<ProxyScope, NamespaceView> views = new HashMap<>();
  private final NodeEndpoints nodeEndpoints = new NodeEndpoints();
  private final WorkloadViews workloads;

  /**
   * @param store where it is published
   */
  public MeshEngine(MeshSettings settings, ResourceStore store) {
    this(settings, store, translation(settings));
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
    this.translation = translation;
  }

  static Function<ServiceFacts, ServiceResources> translation(MeshSettings settings) {
    var translator = new ServiceTranslator(settings.trustDomain());
    return facts ->
        facts
            .aliased()
            .map(
                service ->
                    translator.translateAlias(
                        facts.service().key(),
                        service.key(),
                        ServicePorts.of(ServiceFacts.of(service), settings)))
            .orElseGet(() -> translator.translate(ServicePorts.of(facts, settings)));
  }

  /**
   * Takes what has changed, and who is to be served from now on.
   *
   * @param revision of the policies; it ends up beside the resources, never inside
   */
  public void apply(MeshChange change, Map<ProxyScope, Audience> now, String revision) {
    var reached = services.apply(change);
    var replaced = replace(reached.services());
    var nodes = nodeEndpoints.update(replaced.values());
    workloads.update(change.workloads(), reached.pods(), nodes, services::inbound);
    layers.values().forEach(layer -> layer.update(replaced));
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
    var egresses = now.values().stream().map(Audience::egress).collect(Collectors.toSet());
    layers.keySet().retainAll(egresses);
  }

  private void enter(ProxyScope scope, Audience audience, String revision) {
    var view = new NamespaceView(audience, layer(audience.egress()));
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

  private Map<ServiceKey, EgressLayer.Replacement> replace(Set<ServiceKey> changed) {
    var replaced = new HashMap<ServiceKey, EgressLayer.Replacement>();
    for (var key : changed) {
      check(key);
      var before = resources.getOrDefault(key, ServiceResources.NONE);
      var after = translate(key, before);
      if (after.equals(ServiceResources.NONE)) {
        resources.remove(key);
      } else {
        resources.put(key, after);
      }
      replaced.put(key, new EgressLayer.Replacement(before, after));
    }
    return replaced;
  }

  private ServiceResources translate(ServiceKey key, ServiceResources before) {
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
  }

  private static List<ConfigProblem> both(List<ConfigProblem> some, List<ConfigProblem> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private EgressLayer layer(Egress egress) {
    return layers.computeIfAbsent(
        egress,
        e -> {
          var layer = new EgressLayer(e, settings.ports());
          layer.update(
              resources.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey,
                          entry ->
                              new EgressLayer.Replacement(
                                  ServiceResources.NONE, entry.getValue()))));
          return layer;
        });
  }
}
