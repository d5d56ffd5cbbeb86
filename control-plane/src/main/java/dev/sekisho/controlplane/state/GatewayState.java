package dev.sekisho.controlplane.state;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether something has changed that the gateway's configuration follows from: of the Services only
 * those count that granted Ingresses lead to. For one thread.
 */
final class GatewayState {
  private Set<ServiceKey> named = Set.of();
  private boolean changed = true;

  /** Something other than a Service or its endpoints has. */
  void changed() {
    changed = true;
  }

  /** This Service has, or its endpoints. */
  void changed(ServiceKey service) {
    changed |= named.contains(service);
  }

  /** Whether anything has since this was called before. */
  boolean take() {
    var taken = changed;
    changed = false;
    return taken;
  }

  /** The input with the Services that matter. */
  GatewayInput input(
      List<Ingress> granted,
      BackendState backends,
      CertificateState certificates,
      String revision) {
    named = granted.stream().flatMap(GatewayState::services).collect(Collectors.toSet());
    return new GatewayInput(
        granted,
        backends.services(named),
        backends.slices(named),
        backends.pods(named),
        certificates.certificates(),
        Map.of(),
        revision);
  }

  private static Stream<ServiceKey> services(Ingress ingress) {
    return Stream.concat(
            ingress.defaultBackend().stream(),
            ingress.rules().stream()
                .flatMap(rule -> rule.paths().stream())
                .map(Ingress.Path::backend))
        .filter(backend -> !backend.service().isEmpty())
        .map(backend -> new ServiceKey(ingress.meta().namespace(), backend.service()));
  }
}
