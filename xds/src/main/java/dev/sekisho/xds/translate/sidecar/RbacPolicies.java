package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.CallerRule.Operations;
import dev.sekisho.policies.model.Glob;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Rules about callers, in the words of Envoy's RBAC filters. What no policy matches is denied. */
final class RbacPolicies {
  private static final String METHOD = ":method";

  /** What identities in certificates of the mesh begin with. */
  private static final String SPIFFE = "spiffe://";

  private static final Permission ANYTHING =
      all(List.of(Permission.newBuilder().setAny(true).build()));

  /** In the place of a pattern that can't be put into Envoy's words. */
  private static final Permission NOTHING =
      Permission.newBuilder().setNotRule(Permission.newBuilder().setAny(true)).build();

  private static final Principal NOBODY =
      Principal.newBuilder().setNotId(Principal.newBuilder().setAny(true)).build();

  private RbacPolicies() {}

  static RBAC of(List<CallerRule> rules) {
    var rbac = RBAC.newBuilder().setAction(RBAC.Action.ALLOW);
    rules.stream()
        // Envoy refuses a policy that no principal can match.
        .filter(rule -> !rule.principals().isEmpty())
        .forEach(rule -> rbac.putPolicies(freeName(rule, rbac), policy(rule)));
    return rbac.build();
  }

  /**
   * As Istio names what it makes from a rule. Policies of two ConfigMaps may have the same name,
   * then the later one's ConfigMap tells them apart.
   */
  private static String freeName(CallerRule rule, RBAC.Builder rbac) {
    var policy = rule.policy();
    var name = name(rule, policy.name());
    return rbac.containsPolicies(name)
        ? name(rule, policy.configMap() + "/" + policy.name())
        : name;
  }

  private static String name(CallerRule rule, String policy) {
    return "ns[%s]-policy[%s]-rule[%d]".formatted(rule.policy().namespace(), policy, rule.index());
  }

  private static Policy policy(CallerRule rule) {
    return Policy.newBuilder()
        .addPermissions(rule.to().map(RbacPolicies::permission).orElse(ANYTHING))
        .addPrincipals(
            Principal.newBuilder()
                .setAndIds(
                    Principal.Set.newBuilder()
                        .addIds(
                            Principal.newBuilder()
                                .setOrIds(
                                    Principal.Set.newBuilder()
                                        .addAllIds(
                                            rule.principals().stream()
                                                .map(RbacPolicies::principal)
                                                .toList())))))
        .build();
  }

  private static Principal principal(Glob identity) {
    return RbacMatchers.of(new Glob(SPIFFE + identity.pattern()))
        .map(name -> Principal.Authenticated.newBuilder().setPrincipalName(name))
        .map(name -> Principal.newBuilder().setAuthenticated(name).build())
        .orElse(NOBODY);
  }

  private static Permission permission(Operations operations) {
    var parts =
        List.of(
                anyOf(operations.methods(), RbacPolicies::method),
                anyOf(operations.paths(), RbacPolicies::path),
                anyOf(operations.ports(), RbacPolicies::port))
            .stream()
            .filter(Permission::hasOrRules)
            .toList();
    return parts.isEmpty() ? ANYTHING : all(parts);
  }

  private static Permission all(List<Permission> parts) {
    return Permission.newBuilder()
        .setAndRules(Permission.Set.newBuilder().addAllRules(parts))
        .build();
  }

  /** Without values, the empty permission. */
  private static <T> Permission anyOf(Collection<T> values, Function<T, Permission> permission) {
    if (values.isEmpty()) {
      return Permission.getDefaultInstance();
    }
    return Permission.newBuilder()
        .setOrRules(
            Permission.Set.newBuilder().addAllRules(values.stream().map(permission).toList()))
        .build();
  }

  private static Permission method(Glob method) {
    return RbacMatchers.of(method)
        .map(name -> HeaderMatcher.newBuilder().setName(METHOD).setStringMatch(name))
        .map(header -> Permission.newBuilder().setHeader(header).build())
        .orElse(NOTHING);
  }

  /** Without the query, which {@code url_path} leaves out. */
  private static Permission path(Glob path) {
    return RbacMatchers.of(path)
        .map(matcher -> PathMatcher.newBuilder().setPath(matcher))
        .map(matcher -> Permission.newBuilder().setUrlPath(matcher).build())
        .orElse(NOTHING);
  }

  private static Permission port(int port) {
    return Permission.newBuilder().setDestinationPort(port).build();
  }
}
