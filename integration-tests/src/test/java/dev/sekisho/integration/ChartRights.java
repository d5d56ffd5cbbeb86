package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the chart grants to the control plane: those of the tests have to make do with it. */
final class ChartRights {
  /** Who a control plane is to the API server. */
  static final String ACCOUNT = "system:serviceaccount:" + Cluster.HOME + ":sekisho";

  /** The kinds of the objects by which it is granted. */
  static final Set<String> KINDS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  /** With all that adds a right. */
  private static final List<JsonNode> OBJECTS =
      SekishoChart.objects(SekishoChart.template("{certificates: {servingSecret: sekisho-tls}}"));

  private ChartRights() {}

  /** Grants them there, and gives the client configuration of a Pod that has them. */
  static Path kubeconfig(Cluster cluster) {
    SekishoChart.apply(cluster, OBJECTS, KINDS);
    return cluster.kubeconfigOf("sekisho");
  }

  /** Each that is granted. */
  static Set<Right> granted() {
    return Right.granted(OBJECTS);
  }
}
