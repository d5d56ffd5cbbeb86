package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownResourcesTest {

  @ParameterizedTest
  @CsvSource({
    "v1, Pod, '', v1, pods",
    "networking.k8s.io/v1, Ingress, networking.k8s.io, v1, ingresses",
    "networking.k8s.io/v1, NetworkPolicy, networking.k8s.io, v1, networkpolicies",
    "gateway.networking.k8s.io/v1, Gateway, gateway.networking.k8s.io, v1, gateways",
    "v1, Endpoints, '', v1, endpoints",
    "storage.k8s.io/v1, StorageClass, storage.k8s.io, v1, storageclasses",
  })
  void namesTheResourceOfAKind(
      String apiVersion, String kind, String group, String version, String resource) {
    assertThat(KnownResources.resource(GroupVersionKind.of(apiVersion, kind)))
        .isEqualTo(new GroupVersionResource(group, version, resource));
  }

  @Test
  void knowsWhichKindsHaveNoNamespace() {
    assertThat(KnownResources.isClusterScoped(GroupVersionKind.of("v1", "Namespace"))).isTrue();
    assertThat(
            KnownResources.isClusterScoped(
                GroupVersionKind.of("rbac.authorization.k8s.io/v1", "ClusterRole")))
        .isTrue();
    assertThat(KnownResources.isClusterScoped(GroupVersionKind.of("v1", "Pod"))).isFalse();
    assertThat(KnownResources.isClusterScoped(GroupVersionKind.of("example.org/v1", "Node")))
        .isFalse();
  }
}
