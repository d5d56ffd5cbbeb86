package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import dev.sekisho.xds.model.sidecar.ServicePorts;
import dev.sekisho.xds.translate.sidecar.ExplicitServiceTranslator;
import dev.sekisho.xds.translate.sidecar.ServiceResources;
import dev.sekisho.xds.translate.sidecar.ServiceTranslator;
import java.util.List;
import java.util.function.Function;

/** What sidecars are sent because of a Service. */
final class ServiceTranslations {
  private ServiceTranslations() {}

  /** What is made of a name for another Service, and of its ports. */
  private interface OfAlias {
    ServiceResources of(ServiceKey alias, ServiceKey service, List<OutboundPort> ports);
  }

  /** All sidecars. */
  static Function<ServiceFacts, ServiceResources> redirected(MeshSettings settings) {
    var translator = new ServiceTranslator(settings.trustDomain());
    return of(settings, translator::translate, translator::translateAlias);
  }

  /** Those that applications send requests to as to a proxy, beside that. */
  static Function<ServiceFacts, ServiceResources> explicit(MeshSettings settings) {
    var translator = new ExplicitServiceTranslator(settings.trustDomain());
    return of(settings, translator::translate, translator::translateAlias);
  }

  private static Function<ServiceFacts, ServiceResources> of(
      MeshSettings settings,
      Function<List<OutboundPort>, ServiceResources> ofService,
      OfAlias ofAlias) {
    return facts ->
        facts
            .aliased()
            .map(
                service ->
                    ofAlias.of(
                        facts.service().key(),
                        service.key(),
                        ServicePorts.of(ServiceFacts.of(service), settings)))
            .orElseGet(() -> ofService.apply(ServicePorts.of(facts, settings)));
  }
}
