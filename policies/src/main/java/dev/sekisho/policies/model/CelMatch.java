package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.PodTemplates;
import java.util.List;

/**
 * The requests that a rule or mutation in CEL is about, as admission registrations name them.
 *
 * @param apiGroups {@code ""} is the core group, {@code *} every group
 * @param apiVersions empty: every version
 * @param resources like {@code pods}, {@code pods/ephemeralcontainers}, {@code pods/*}, {@code *}
 * @param podTemplates every kind that Pods are made of, in place of groups and resources
 */
public record CelMatch(
    List<String> apiGroups,
    List<String> apiVersions,
    List<String> resources,
    List<Operation> operations,
    boolean podTemplates) {

  private static final String ANY = "*";

  /** The subresource by which a debugging container gets into a Pod. */
  public static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";

  public CelMatch {
    apiGroups = List.copyOf(apiGroups);
    apiVersions = List.copyOf(apiVersions);
    resources = List.copyOf(resources);
    operations = operations.stream().distinct().sorted().toList();
  }

  public boolean matches(ObjectRequest request) {
    if (!operations.contains(request.operation())) {
      return false;
    }
    return podTemplates
        ? matchesTemplate(request.kind(), request.subResource())
        : matches(request.resource(), request.subResource());
  }

  private static boolean matchesTemplate(GroupVersionKind kind, String subResource) {
    return (subResource.isEmpty() || subResource.equals(EPHEMERAL_CONTAINERS))
        && PodTemplates.keysOf(kind).isPresent();
  }

  private boolean matches(GroupVersionResource asked, String subResource) {
    return isIn(apiGroups, asked.group())
        && (apiVersions.isEmpty() || isIn(apiVersions, asked.version()))
        && resources.stream().anyMatch(r -> matches(r, asked.resource(), subResource));
  }

  private static boolean matches(String written, String resource, String subResource) {
    int slash = written.indexOf('/');
    String main = slash < 0 ? written : written.substring(0, slash);
    String sub = slash < 0 ? "" : written.substring(slash + 1);
    return (main.equals(ANY) || main.equals(resource))
        && (sub.equals(ANY) || sub.equals(subResource));
  }

  private static boolean isIn(List<String> written, String asked) {
    return written.contains(ANY) || written.contains(asked);
  }
}
