package dev.sekisho.policies.registration;

import dev.sekisho.policies.objects.Operation;
import java.util.Collection;
import java.util.List;

/**
 * A rule of an admission registration: every combination of what it lists. All lists are sorted and
 * have at least one item.
 *
 * @param apiGroups {@code ""} is the core group, {@code *} every group
 * @param apiVersions {@code *} is every version
 * @param resources like {@code pods}, {@code pods/exec}, {@code pods/*}, {@code *}
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules">Matching
 *     requests: rules</a>
 */
public record RegistrationRule(
    List<String> apiGroups,
    List<String> apiVersions,
    List<Operation> operations,
    List<String> resources) {

  public RegistrationRule {
    apiGroups = sorted(apiGroups);
    apiVersions = sorted(apiVersions);
    operations = sorted(operations);
    resources = sorted(resources);
  }

  private static <T extends Comparable<T>> List<T> sorted(Collection<T> items) {
    return items.stream().distinct().sorted().toList();
  }
}
