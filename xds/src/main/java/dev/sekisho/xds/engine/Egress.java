package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the sidecars of a namespace are told of: those with equal ones share it.
 *
 * @param elsewhere what becomes of connections to anything else
 * @param namespaces whose Services they know; empty: all
 */
public record Egress(OutboundTrafficPolicy elsewhere, Optional<SortedSet<String>> namespaces) {
  /** All Services, and whatever else there is. */
  public static final Egress ALL = new Egress(OutboundTrafficPolicy.ALLOW_ANY, Optional.empty());

  public Egress {
    namespaces = namespaces.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
  }

  boolean sees(ServiceKey service) {
    return namespaces.isEmpty() || namespaces.get().contains(service.namespace());
  }
}
