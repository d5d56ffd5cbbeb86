package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKindTest {

  @ParameterizedTest
  @CsvSource({
    "networking.k8s.io/v1, Ingress, Ingress, INGRESS",
    "extensions/v1beta1, Ingress, Ingress, INGRESS",
    "networking.istio.io/v1alpha3, Gateway, Gateway.networking.istio.io, ISTIO_GATEWAY",
    "gateway.networking.k8s.io/v1, Gateway, Gateway.gateway.networking.k8s.io, KUBERNETES_GATEWAY",
    "gateway.networking.k8s.io/v1alpha2, TLSRoute, TLSRoute.gateway.networking.k8s.io, TLS_ROUTE",
    "networking.istio.io/v1, ServiceEntry, ServiceEntry.networking.istio.io, SERVICE_ENTRY",
  })
  void gatewaysOfTwoGroupsAreTwoKinds(
      String apiVersion, String kind, String inKey, HostKind expected) {
    var name = GroupVersionKind.of(apiVersion, kind).nameInKey();
    assertThat(name).isEqualTo(inKey);
    assertThat(HostKind.of(name)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Service, Service",
    "apps/v1, Deployment, Deployment",
    "other.io/v1, Ingress, Ingress.other.io",
    "networking.istio.io/v1, DestinationRule, DestinationRule.networking.istio.io",
  })
  void otherKindsClaimNothing(String apiVersion, String kind, String inKey) {
    var name = GroupVersionKind.of(apiVersion, kind).nameInKey();
    assertThat(name).isEqualTo(inKey);
    assertThat(HostKind.of(name)).isEmpty();
  }
}
