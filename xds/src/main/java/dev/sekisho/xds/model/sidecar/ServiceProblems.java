package dev.sekisho.xds.model.sidecar;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceTrait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds what of a Service sidecars don't do as it was meant. A pure function. */
public final class ServiceProblems {
  private ServiceProblems() {}

  /** In the order of the fields. */
  public static List<ConfigProblem> of(ServiceFacts facts, MeshSettings mesh) {
    var service = facts.service();
    var found = new ArrayList<ConfigProblem>();
    if (service.aliasOf().isPresent() && facts.aliased().isEmpty()) {
      found.add(problem(service, "spec.externalName", "leads to no Service of the cluster"));
    }
    claimedByOthers(facts, found);
    if (someTakeMtls(facts)) {
      found.add(
          problem(
              service,
              "spec.clusterIP",
              "some of its Pods have a sidecar and some don't: all are spoken to in plaintext"));
    }
    IntStream.range(0, service.ports().size())
        .filter(i -> mesh.ports().areProxys(service.ports().get(i).number()))
        .forEach(
            i ->
                found.add(
                    problem(
                        service,
                        "spec.ports[%d].port".formatted(i),
                        "%d is the sidecars' own: connections to it aren't routed"
                            .formatted(service.ports().get(i).number()))));
    return List.copyOf(found);
  }

  /** Pods may well be of several Services: what leads to one of them leads to the same Pod. */
  private static void claimedByOthers(ServiceFacts facts, List<ConfigProblem> found) {
    var service = facts.service();
    if (service.has(ServiceTrait.HEADLESS)) {
      return;
    }
    ServiceSocket.of(service, facts.slices()).stream()
        .filter(socket -> !facts.ownsSocket().test(socket))
        .forEach(
            socket ->
                found.add(
                    problem(
                        service,
                        "spec.clusterIPs",
                        "port %d of %s is another Service's, which connections to it reach"
                            .formatted(socket.port(), socket.address()))));
  }

  private static boolean someTakeMtls(ServiceFacts facts) {
    if (!facts.service().has(ServiceTrait.HEADLESS)) {
      return false;
    }
    var modes =
        facts.slices().stream()
            .flatMap(slice -> slice.endpoints().stream())
            .map(endpoint -> facts.pod(endpoint).filter(MeshPod::takesMtls).isPresent())
            .distinct()
            .count();
    return modes > 1;
  }

  private static ConfigProblem problem(Service service, String field, String message) {
    var key = new ObjectKey("Service", service.key().namespace(), service.key().name());
    return new ConfigProblem(key, field, message);
  }
}
