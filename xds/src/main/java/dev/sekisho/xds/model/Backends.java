package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.Ingress.Backend;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the Services behind routes, and remembers which were found. For one use and thread. */
final class Backends {
  private final GatewayInput input;
  private final Problems problems;
  private final Map<ClusterRef, ServicePort> found = new HashMap<>();

  Backends(GatewayInput input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /** The action for a backend; one that isn't there is a problem of the Ingress. */
  RouteAction resolve(Ingress ingress, String fieldPath, Backend backend) {
    if (backend.service().isEmpty()) {
      return unavailable(ingress, fieldPath, "the backend is no Service");
    }
    var key = new ServiceKey(ingress.meta().namespace(), backend.service());
    var service = Optional.ofNullable(input.services().get(key));
    if (service.isEmpty()) {
      return unavailable(ingress, fieldPath, "Service %s not found".formatted(key));
    }
    var wanted = backend.port().nameOrNumber();
    return service
        .flatMap(there -> portOf(there, wanted))
        .map(port -> forward(key, port))
        .orElseGet(
            () ->
                unavailable(
                    ingress, fieldPath, "Service %s has no port \"%s\"".formatted(key, wanted)));
  }

  private static Optional<ServicePort> portOf(Service service, String wanted) {
    return service.ports().stream()
        .filter(port -> PortNumbers.isPort(port.number()))
        .filter(
            port ->
                PortNumbers.equal(wanted, port.number())
                    || (!wanted.isEmpty() && port.name().equals(wanted)))
        .findFirst();
  }

  private RouteAction forward(ServiceKey service, ServicePort port) {
    var ref = new ClusterRef(service, port.number());
    found.putIfAbsent(ref, port);
    return new RouteAction.Forward(ref);
  }

  private RouteAction unavailable(Ingress ingress, String fieldPath, String reason) {
    problems.add(ingress, fieldPath, reason);
    return new RouteAction.Unavailable(reason);
  }

  /** A cluster for each backend that was found and that a route leads to. */
  List<UpstreamCluster> clusters(List<VirtualHost> virtualHosts) {
    var reached = new TreeSet<ClusterRef>();
    for (var host : virtualHosts) {
      for (var route : host.routes()) {
        if (route.action() instanceof RouteAction.Forward(var cluster)) {
          reached.add(cluster);
        }
      }
    }
    return reached.stream().map(this::cluster).toList();
  }

  private UpstreamCluster cluster(ClusterRef ref) {
    var port = Objects.requireNonNull(found.get(ref));
    var slices = input.slices().getOrDefault(ref.service(), List.of());
    var service = Objects.requireNonNull(input.services().get(ref.service()));
    var facts = ServiceFacts.of(service, slices, input.pods());
    return new UpstreamCluster(
        ref,
        UpstreamProtocol.of(port),
        Endpoints.of(slices, port.name(), facts),
        facts.mtlsAccounts());
  }
}
