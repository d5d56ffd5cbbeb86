package dev.sekisho.policies.model;

import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.objects.GroupVersionResource;
import java.util.List;

/**
 * Which hosts the objects of other kinds claim.
 *
 * @param apiGroups {@code ""} is the core group
 * @param resources plural, without subresources
 * @param expression comes to a list of hosts
 */
public record HostClaimRule(
    List<String> apiGroups, List<String> resources, CelExpression expression) {

  public HostClaimRule {
    apiGroups = List.copyOf(apiGroups);
    resources = List.copyOf(resources);
  }

  public boolean matches(GroupVersionResource asked) {
    return apiGroups.contains(asked.group()) && resources.contains(asked.resource());
  }
}
