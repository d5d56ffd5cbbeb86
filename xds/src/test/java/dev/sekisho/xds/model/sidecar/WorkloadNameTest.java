package dev.sekisho.xds.model.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.identity.PodName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadNameTest {
  private static final PodName POD = new PodName("shop", "web-5d9-x7k");

  @Test
  void aDeploymentIsFoundBehindItsReplicaSet() {
    var labels = Map.of("pod-template-hash", "5d9", "app", "front", "version", "v2");
    assertThat(
            WorkloadName.of(
                POD, Optional.of(new WorkloadName.Owner("ReplicaSet", "web-5d9")), labels))
        .isEqualTo("web;shop;front;v2;Kubernetes");
    assertThat(
            WorkloadName.of(
                POD, Optional.of(new WorkloadName.Owner("ReplicaSet", "web-5d9")), Map.of()))
        .as("nobody's Deployment")
        .isEqualTo("web-5d9;shop;web-5d9;;Kubernetes");
  }

  @Test
  void aCronJobIsFoundBehindItsJob() {
    assertThat(
            WorkloadName.of(
                POD, Optional.of(new WorkloadName.Owner("Job", "sweep-28391040")), Map.of()))
        .startsWith("sweep;shop;");
    assertThat(WorkloadName.of(POD, Optional.of(new WorkloadName.Owner("Job", "once")), Map.of()))
        .startsWith("once;shop;");
  }

  @Test
  void othersAreTheirOwners() {
    assertThat(
            WorkloadName.of(
                POD, Optional.of(new WorkloadName.Owner("StatefulSet", "db")), Map.of()))
        .isEqualTo("db;shop;db;;Kubernetes");
    assertThat(WorkloadName.of(POD, Optional.empty(), Map.of("app", "db")))
        .isEqualTo("web-5d9-x7k;shop;db;;Kubernetes");
  }

  @Test
  void istiosLabelsCountBeforeKubernetesAndThoseBeforeCustom() {
    var labels =
        Map.of(
            "app", "c",
            "app.kubernetes.io/name", "b",
            "service.istio.io/canonical-name", "a",
            "version", "3",
            "app.kubernetes.io/version", "2",
            "service.istio.io/canonical-revision", "");
    assertThat(WorkloadName.of(POD, Optional.empty(), labels)).endsWith(";a;2;Kubernetes");
  }
}
