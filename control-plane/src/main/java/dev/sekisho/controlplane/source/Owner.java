package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.policies.objects.GroupVersionKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With whom goes what is cluster-wide and of our own making: the chart's ClusterRole. */
final class Owner {

  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);
  private static final String NAME = "sekisho";
  private static final String GROUP = "rbac.authorization.k8s.io";

  private Owner() {}

  /** An owner reference to it, if it is there and may be read. Blocks. */
  static Optional<JsonNode> find(KubernetesClient client) {
    try {
      var role =
          Kinds.resources(
                  client, new GroupVersionKind(GROUP, "v1", "ClusterRole"), "clusterroles", false)
              .withName(NAME)
              .get();
      return Optional.ofNullable(role)
          .map(
              found ->
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("apiVersion", GROUP + "/v1")
                      .put("kind", "ClusterRole")
                      .put("name", NAME)
                      .put("uid", found.getMetadata().getUid()));
    } catch (KubernetesClientException e) {
      LOG.info(
          "ClusterRole {} can't be read ({}): webhook rules will outlive an uninstall",
          NAME,
          KubernetesConnection.reason(e));
      return Optional.empty();
    }
  }
}
