package dev.sekisho.controlplane.source;

import dev.sekisho.policies.objects.GroupVersionKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** The kinds that are read, and how the API server names them. */
enum Kinds {
  NAMESPACE("", "v1", "Namespace", "namespaces", false),
  NODE("", "v1", "Node", "nodes", false),
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
  SERVICE("", "v1", "Service", "services", true),
  POD("", "v1", "Pod", "pods", true),
  TOKEN_REVIEW("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false),
  SECRET("", "v1", "Secret", "secrets", true),
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", true),
  ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
  INGRESS("networking.k8s.io", "v1", "Ingress", "ingresses", true),
  INGRESS_CLASS("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false),
  DEPLOYMENT("apps", "v1", "Deployment", "deployments", true),
  STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets", true),
  DAEMON_SET("apps", "v1", "DaemonSet", "daemonsets", true),
  CRON_JOB("batch", "v1", "CronJob", "cronjobs", true);

  /** The kinds that make Pods and that people write. */
  static final List<Kinds> WORKLOADS = List.of(DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB);

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final boolean namespaced;

  Kinds(String group, String version, String kind, String plural, boolean namespaced) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String kind() {
    return kind;
  }

  MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      in(KubernetesClient client) {
    return resources(client, new GroupVersionKind(group, version, kind), plural, namespaced);
  }

  static MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources(KubernetesClient client, GroupVersionKind type, String plural, boolean namespaced) {
    return client.genericKubernetesResources(
        new ResourceDefinitionContext.Builder()
            .withGroup(type.group())
            .withVersion(type.version())
            .withKind(type.kind())
            .withPlural(plural)
            .withNamespaced(namespaced)
            .build());
  }
}
