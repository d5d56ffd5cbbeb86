package dev.sekisho.policies.objects;

import java.util.List;

/** An object of a kind that claims hosts. */
public sealed interface HostObject
    permits Ingress,
        IstioGateway,
        VirtualService,
        ServiceEntry,
        KubernetesGateway,
        GatewayRoute,
        ClaimedObject {

  ObjectMeta meta();

  /** The name of the kind, as in an {@link ObjectKey}. */
  String kind();

  /** Fields that could not be read; what they say is missing from the other parts. */
  List<FieldProblem> unreadable();

  /** The same object in {@code namespace}. */
  HostObject in(String namespace);

  default ObjectKey key() {
    return new ObjectKey(kind(), meta().namespace(), meta().name());
  }
}
