package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds that claim hosts, and how each is read. Their versions differ in nothing read here. */
public enum HostKind {
  INGRESS("networking.k8s.io", Ingress.KIND),
  ISTIO_GATEWAY("networking.istio.io", "Gateway"),
  VIRTUAL_SERVICE("networking.istio.io", "VirtualService"),
  SERVICE_ENTRY("networking.istio.io", "ServiceEntry"),
  KUBERNETES_GATEWAY(KubernetesGateway.GROUP, "Gateway"),
  HTTP_ROUTE(KubernetesGateway.GROUP, "HTTPRoute"),
  GRPC_ROUTE(KubernetesGateway.GROUP, "GRPCRoute"),
  TLS_ROUTE(KubernetesGateway.GROUP, "TLSRoute");

  private static final Map<String, HostKind> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(HostKind::kind, k -> k));

  private final String group;
  private final String plainKind;

  HostKind(String group, String plainKind) {
    this.group = group;
    this.plainKind = plainKind;
  }

  /**
   * @param kind as in an {@link ObjectKey}; Ingresses of the old group are Ingresses too
   */
  public static Optional<HostKind> of(String kind) {
    return Optional.ofNullable(BY_NAME.get(kind));
  }

  /** As in an {@link ObjectKey}. */
  public String kind() {
    return KindNames.of(group, plainKind);
  }

  public String group() {
    return group;
  }

  /** As objects have it, {@code Gateway}. */
  public String plainKind() {
    return plainKind;
  }

  /** Never throws: what can't be read is listed in the object. */
  public HostObject read(JsonNode object) {
    return switch (this) {
      case INGRESS -> IngressReader.read(object);
      case ISTIO_GATEWAY -> IstioReader.gateway(object);
      case VIRTUAL_SERVICE -> IstioReader.virtualService(object);
      case SERVICE_ENTRY -> IstioReader.serviceEntry(object);
      case KUBERNETES_GATEWAY -> GatewayApiReader.gateway(object);
      case HTTP_ROUTE, GRPC_ROUTE, TLS_ROUTE -> GatewayApiReader.route(kind(), object);
    };
  }
}
