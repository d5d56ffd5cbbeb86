package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies as users write them, and calls. */
final class MeshPolicies {

  static final NamespaceFacts SHOP = new NamespaceFacts("shop", Map.of("tier", "front"), Map.of());
  static final Map<String, String> API = Map.of("app", "api");

  private static final String OWN = "sekisho-system";

  private MeshPolicies() {}

  static Policy platform(String name, String spec) {
    return parse(OWN, name, spec);
  }

  /** A policy of the namespace {@code shop}. */
  static Policy ofShop(String name, String spec) {
    return parse("shop", name, spec);
  }

  private static Policy parse(String namespace, String name, String spec) {
    String text =
        "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: %s}\nspec:\n%s"
            .formatted(name, spec.indent(2));
    var result =
        PolicyParser.parse(new PolicySourceText(namespace, "policies", "mesh.yaml", text, OWN));
    if (!result.problems().isEmpty()) {
      throw new AssertionError(result.problems().toString());
    }
    return result.policies().getFirst();
  }

  static MeshRules rules(Policy... policies) {
    return MeshRules.of(PolicySet.of(List.of(policies)));
  }

  /** What they say of the Pods of {@code api} in {@code shop}. */
  static WorkloadMesh ofApi(Policy... policies) {
    return rules(policies).rulesFor(SHOP, API);
  }

  static String principal(String namespace, String serviceAccount) {
    return "cluster.local/ns/" + namespace + "/sa/" + serviceAccount;
  }

  static Call plaintext(int port) {
    return new Call(Optional.empty(), port, Optional.empty());
  }

  static Call call(String principal, int port) {
    return new Call(Optional.of(principal), port, Optional.empty());
  }

  static Call call(String principal, int port, String method, String path) {
    return new Call(Optional.of(principal), port, Optional.of(new Call.Request(method, path)));
  }
}
