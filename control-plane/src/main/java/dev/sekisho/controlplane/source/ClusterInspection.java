package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.check.ClusterFacts;
import dev.sekisho.controlplane.registration.WebhookKind;
import dev.sekisho.policies.objects.GroupVersionKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads once what tells whether Sekisho is well in a cluster. For one thread. */
public final class ClusterInspection {

  private static final String NAME = "sekisho";

  /** Those without which it doesn't work: verb, group, resource, name, and own where only there. */
  private static final List<Needed> NEEDED =
      List.of(
          new Needed("watch", "", "namespaces", "", false),
          new Needed("watch", "", "pods", "", false),
          new Needed("watch", "", "services", "", false),
          new Needed("watch", "", "configmaps", "", false),
          new Needed("watch", "", "serviceaccounts", "", false),
          new Needed("watch", "discovery.k8s.io", "endpointslices", "", false),
          new Needed("watch", "networking.k8s.io", "ingresses", "", false),
          new Needed("patch", "", "configmaps", "", false),
          new Needed("create", "", "events", "", false),
          new Needed("create", "authentication.k8s.io", "tokenreviews", "", false),
          new Needed("patch", WebhookKind.GROUP, WebhookKind.VALIDATING.plural(), NAME, false),
          new Needed("patch", WebhookKind.GROUP, WebhookKind.MUTATING.plural(), NAME, false),
          new Needed("update", "coordination.k8s.io", "leases", NAME, true),
          new Needed("get", "", "secrets", SecretAuthorityStore.OWN, true),
          new Needed("create", "", "secrets", "", true));

  private final KubernetesClient client;
  private final String home;
  private final List<String> unread = new ArrayList<>();

  private ClusterInspection(KubernetesClient client, String home) {
    this.client = client;
    this.home = home;
  }

  private record Needed(String verb, String group, String resource, String name, boolean own) {
    @Override
    public String toString() {
      return verb
          + " "
          + resource
          + (group.isEmpty() ? "" : "." + group)
          + (name.isEmpty() ? "" : " \"" + name + "\"");
    }
  }

  /**
   * @param home Sekisho's own namespace
   * @throws StartupException if the API server doesn't answer
   */
  public static ClusterFacts read(KubernetesConnection connection, String home) {
    return new ClusterInspection(connection.client(), home).facts();
  }

  private ClusterFacts facts() {
    var version = version();
    return new ClusterFacts(
        home,
        version,
        configuration(WebhookKind.VALIDATING),
        configuration(WebhookKind.MUTATING),
        list(new GroupVersionKind("", "v1", "Namespace"), "namespaces", false),
        list(new GroupVersionKind("apps", "v1", "DaemonSet"), "daemonsets", true),
        list(
            new GroupVersionKind("networking.k8s.io", "v1", "NetworkPolicy"),
            "networkpolicies",
            true),
        missing(),
        unread);
  }

  private String version() {
    try {
      return client.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      throw KubernetesConnection.unavailable(client, e, "ask for the version");
    }
  }

  private Optional<JsonNode> configuration(WebhookKind kind) {
    try {
      return Optional.ofNullable(
              Kinds.resources(
                      client,
                      new GroupVersionKind(WebhookKind.GROUP, WebhookKind.VERSION, kind.kind()),
                      kind.plural(),
                      false)
                  .withName(NAME)
                  .get())
          .map(this::tree);
    } catch (KubernetesClientException e) {
      unread.add(kind.kind() + " \"" + NAME + "\"");
      return Optional.empty();
    }
  }

  private List<JsonNode> list(GroupVersionKind type, String plural, boolean namespaced) {
    try {
      var all = Kinds.resources(client, type, plural, namespaced);
      var found = namespaced ? all.inAnyNamespace().list() : all.list();
      return found.getItems().stream().map(this::tree).toList();
    } catch (KubernetesClientException e) {
      unread.add(plural);
      return List.of();
    }
  }

  private List<String> missing() {
    var missing = new ArrayList<String>();
    try {
      for (Needed needed : NEEDED) {
        if (!isAllowed(needed)) {
          missing.add(needed.toString());
        }
      }
    } catch (KubernetesClientException e) {
      unread.add("what ServiceAccount " + home + "/" + NAME + " may do");
    }
    return missing;
  }

  private boolean isAllowed(Needed needed) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + home + ":" + NAME)
            .withGroups(
                "system:serviceaccounts", "system:serviceaccounts:" + home, "system:authenticated")
            .withNewResourceAttributes()
            .withVerb(needed.verb())
            .withGroup(needed.group())
            .withResource(needed.resource())
            .withName(needed.name())
            .withNamespace(needed.own() ? home : "")
            .endResourceAttributes()
            .endSpec()
            .build();
    var status = client.authorization().v1().subjectAccessReview().create(review).getStatus();
    return Boolean.TRUE.equals(status.getAllowed());
  }

  private JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }
}
