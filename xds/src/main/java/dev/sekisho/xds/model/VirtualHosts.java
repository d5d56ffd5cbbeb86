package dev.sekisho.xds.model;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges the rules of Ingresses into virtual hosts. Among equal paths the first one wins, so the
 * Ingresses are given oldest first. For one use and thread.
 */
final class VirtualHosts {
  private static final String DEFAULT_BACKEND = "spec.defaultBackend";

  private final Backends backends;
  private final Problems problems;
  private final Map<HostPattern, Map<PathMatch, RouteAction>> byHost = new TreeMap<>();

  VirtualHosts(Backends backends, Problems problems) {
    this.backends = backends;
    this.problems = problems;
  }

  List<VirtualHost> of(List<Ingress> oldestFirst) {
    oldestFirst.forEach(this::addRules);
    // After all rules: a default backend takes what no rule takes, of no Ingress.
    oldestFirst.forEach(this::addDefaultBackend);
    return byHost.entrySet().stream().map(e -> virtualHost(e.getKey(), e.getValue())).toList();
  }

  private static VirtualHost virtualHost(HostPattern host, Map<PathMatch, RouteAction> routes) {
    return new VirtualHost(
        host, routes.entrySet().stream().map(e -> new Route(e.getKey(), e.getValue())).toList());
  }

  private void addRules(Ingress ingress) {
    for (var rule : ingress.rules()) {
      hostOf(rule).ifPresent(host -> addPaths(ingress, rule, routesOf(host)));
    }
  }

  private void addPaths(Ingress ingress, Ingress.Rule rule, Map<PathMatch, RouteAction> routes) {
    for (var path : rule.paths()) {
      PathMatch.of(path)
          .ifPresentOrElse(
              match ->
                  routes.computeIfAbsent(
                      match, _ -> backends.resolve(ingress, rule.fieldPath(), path.backend())),
              () -> problems.add(ingress, rule.fieldPath(), neverTaken(path)));
    }
  }

  private static String neverTaken(Ingress.Path path) {
    return "path \"%s\" is left out: no request has it (expected: ASCII without spaces, ? and #; others percent-encoded)"
        .formatted(path.path());
  }

  private void addDefaultBackend(Ingress ingress) {
    ingress
        .defaultBackend()
        .map(backend -> backends.resolve(ingress, DEFAULT_BACKEND, backend))
        .ifPresent(
            action -> {
              routesOf(HostPattern.ANY).putIfAbsent(PathMatch.ALL, action);
              for (var rule : ingress.rules()) {
                hostOf(rule).ifPresent(host -> routesOf(host).putIfAbsent(PathMatch.ALL, action));
              }
            });
  }

  private Map<PathMatch, RouteAction> routesOf(HostPattern host) {
    return byHost.computeIfAbsent(host, _ -> new TreeMap<>());
  }

  /** Empty for a text that is no host: nothing of it can have been granted. */
  static Optional<HostPattern> hostOf(Ingress.Rule rule) {
    return rule.host().isEmpty()
        ? Optional.of(HostPattern.ANY)
        : rule.host().flatMap(VirtualHosts::hostOf);
  }

  static Optional<HostPattern> hostOf(String text) {
    return switch (HostPattern.read(text)) {
      case HostPattern.Reading.Ok(var pattern) -> Optional.of(pattern);
      case HostPattern.Reading.Malformed _ -> Optional.empty();
    };
  }
}
