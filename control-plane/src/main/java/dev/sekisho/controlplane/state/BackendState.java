package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services, their endpoints, and the Pods with sidecars among these. For one thread. */
final class BackendState {

  private final Map<ServiceKey, Service> services = new HashMap<>();
  private final Map<ObjectKey, EndpointSlice> slices = new HashMap<>();
  private final Map<PodName, MeshPod> pods = new HashMap<>();

  void putService(JsonNode object) {
    var service = BackendReader.service(object);
    services.put(service.key(), service);
  }

  void removeService(ObjectKey key) {
    services.remove(new ServiceKey(key.namespace(), key.name()));
  }

  void putSlice(ObjectKey key, JsonNode object) {
    BackendReader.slice(object)
        .ifPresentOrElse(slice -> slices.put(key, slice), () -> slices.remove(key));
  }

  void removeSlice(ObjectKey key) {
    slices.remove(key);
  }

  /** Takes what is known of a Pod now; empty: it is gone. */
  void pod(PodName name, Optional<MeshPod> facts) {
    facts.ifPresentOrElse(pod -> pods.put(name, pod), () -> pods.remove(name));
  }

  Map<PodName, MeshPod> pods() {
    return pods;
  }

  Map<ServiceKey, Service> services() {
    return services;
  }

  Map<ServiceKey, List<EndpointSlice>> slices() {
    var byService = new HashMap<ServiceKey, List<EndpointSlice>>();
    for (EndpointSlice slice : slices.values()) {
      byService.computeIfAbsent(slice.service(), k -> new ArrayList<>()).add(slice);
    }
    return byService;
  }
}
